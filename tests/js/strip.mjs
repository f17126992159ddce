/* Leave out of MiniSearch what is never called here: removing, vacuuming, saving, suggesting, checks of arguments. */
import { buildSync } from 'esbuild';
import ts from 'typescript';

/** @type {Record<string, Set<string>>} */
const UNUSED = {
  MiniSearch: new Set(`addAll addAllAsync autoSuggest conditionalVacuum dirtCount dirtFactor discard discardAll
   documentCount executeWildcardQuery getDefault getStoredFields has instantiateMiniSearch isVacuuming loadJS loadJSAsync
   loadJSON loadJSONAsync maybeAutoVacuum performVacuuming remove removeAll removeFieldLength removeTerm replace termCount
   toJSON vacuum vacuumConditionsMet warnDocumentChanged`.split(/\s+/)),
  SearchableMap: new Set('clear delete forEach from fromObject has keys size update values'.split(' ')),
};

/**
 * Return whether a statement only refuses wrong arguments.
 * @param {ts.Node} node
 */
const isCheck = (node) => {
  if (!ts.isIfStatement(node) || node.elseStatement) return false;
  const then = ts.isBlock(node.thenStatement) ? node.thenStatement.statements[0] : node.thenStatement;
  return ts.isThrowStatement(then);
};

/**
 * Return MiniSearch's text as a module without its unused methods.
 * @param {string} text - of the UMD file
 */
export const strip = (text) => {
  const file = ts.createSourceFile('minisearch.js', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  /** @type {[number, number][]} */
  const cuts = [];
  /** @type {ts.Block | undefined} */
  let factory;
  let methods = 0;
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isReturnStatement(node) && node.expression?.getText() === 'MiniSearch') factory = /** @type {ts.Block} */ (node.parent);
    const within = ts.isClassElement(node) && ts.isClassDeclaration(node.parent) ? node.parent.name?.text : '';
    const unused = UNUSED[within ?? '']?.has(/** @type {ts.ClassElement} */ (node).name?.getText() ?? '');
    methods += Number(Boolean(unused));
    if (unused || isCheck(node)) cuts.push([node.pos, node.end]);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  const expected = Object.values(UNUSED).reduce((sum, names) => sum + names.size, 0);
  if (methods !== expected || !factory) throw new Error(`MiniSearch has ${methods} of the ${expected} methods to leave out`);
  const [start, end] = [factory.getStart() + 1, factory.end - 1];
  const kept = cuts.reduceRight((rest, cut) => rest.slice(0, cut[0]) + rest.slice(cut[1]), text.slice(0, end));
  return kept.slice(start).replace(/return MiniSearch;\s*$/, 'globalThis.MiniSearch = MiniSearch;');
};

/**
 * Return MiniSearch minified, without the functions that only the unused methods call.
 * @param {string} text
 */
export const minified = (text) => {
  const options = { bundle: true, minify: true, format: /** @type {const} */ ('iife'), target: 'es2022', charset: /** @type {const} */ ('utf8') };
  const made = buildSync({ stdin: { contents: strip(text) }, mangleProps: /^_/, write: false, ...options });
  return made.outputFiles[0].text;
};
