import js from '@eslint/js';
import globals from 'globals';

export default [
  js.configs.recommended,
  { ignores: ['**/vendor/**', '**/static/**'] },
  {
    files: ['sphinx_configsetting/assets/*.js'],
    languageOptions: { sourceType: 'script', globals: { ...globals.browser, DOCUMENTATION_OPTIONS: 'readonly' } },
    rules: {
      'no-redeclare': 'off', // each script opens the one namespace
      'no-unused-vars': ['error', { vars: 'local' }],
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['tests/js/*.mjs', 'benchmarks/*.mjs'],
    languageOptions: { globals: globals.node },
    rules: { eqeqeq: 'error', 'prefer-const': 'error' },
  },
];
