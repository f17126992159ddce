/* Start the explorers of a page. */
'use strict';

var configsetting = configsetting || {};

addEventListener('DOMContentLoaded', () => configsetting.finder.start('.configsetting-explorer', configsetting.explorer.start));
