import MiniSearchClass from 'minisearch';

declare global {
  var MiniSearch: typeof MiniSearchClass;
  var DOCUMENTATION_OPTIONS: { ENABLE_SEARCH_SHORTCUTS?: boolean } | undefined;
}
