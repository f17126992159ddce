declare global {
  var DOCUMENTATION_OPTIONS: { ENABLE_SEARCH_SHORTCUTS?: boolean } | undefined;
}

export {};
