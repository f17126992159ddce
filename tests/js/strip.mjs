/* Leave out of MiniSearch what is never called here: removing, vacuuming, saving, suggesting. */
import ts from 'typescript';

const UNUSED = new Set(`addAll addAllAsync autoSuggest conditionalVacuum dirtCount dirtFactor discard discardAll
 documentCount getDefault getStoredFields has instantiateMiniSearch isVacuuming loadJS loadJSAsync loadJSON loadJSONAsync
 maybeAutoVacuum performVacuuming remove removeAll replace termCount toJSON vacuum vacuumConditionsMet
 warnDocumentChanged`.split(/\s+/));

/**
 * Return MiniSearch's text without its unused methods.
 * @param {string} text
 */
export const strip = (text) => {
  const file = ts.createSourceFile('minisearch.js', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  /** @type {[number, number][]} */
  const cuts = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isClassDeclaration(node) && node.name?.text === 'MiniSearch') {
      for (const member of node.members) if (UNUSED.has(member.name?.getText() ?? '')) cuts.push([member.pos, member.end]);
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  if (cuts.length !== UNUSED.size) throw new Error(`MiniSearch has ${cuts.length} of the ${UNUSED.size} methods to leave out`);
  return cuts.reduceRight((rest, [start, end]) => rest.slice(0, start) + rest.slice(end), text);
};
