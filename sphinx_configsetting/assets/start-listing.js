/* Start the listings with a search box of a page. */
'use strict';

var configsetting = configsetting || {};

addEventListener('DOMContentLoaded', () => configsetting.finder.start('.configsetting-filter:has(table)', configsetting.listing.start));
