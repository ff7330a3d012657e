import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROGRAM_FOLDER } from '../../disk/data-folder.js';
import { filesIn } from '../../disk/files-in.js';
import { causeText } from '../../fault/fault.js';
import { transformFault } from '../faults.js';
import { LAYERS, type Layer, type Model, type ModelDoc, modelDocSchema } from './model-file.js';

/** The folder of the program's SQL. */
export const SQL_FOLDER = join(PROGRAM_FOLDER, 'sql');

/**
 * Reads the models of a `sql/` folder with their ymls, sorted by layer and name.
 *
 * @param layers default: all
 * @throws {Fault} MODEL_UNDOCUMENTED, MODEL_MISSING, MODEL_DOC_INVALID
 */
export async function readModels(
  sqlFolder: string,
  layers: readonly Layer[] = Object.keys(LAYERS) as Layer[],
): Promise<Model[]> {
  const models = await Promise.all(layers.map((layer) => readLayer(sqlFolder, layer)));
  return models.flat();
}

async function readLayer(sqlFolder: string, layer: Layer): Promise<Model[]> {
  const files = await filesIn(join(sqlFolder, layer));
  const sqlNames = namesWith(files, '.sql');
  const docNames = namesWith(files, '.yml');
  for (const name of sqlNames) {
    if (docNames.includes(name)) continue;
    const wanted = `sql/${layer}/${name}.yml`;
    throw transformFault('MODEL_UNDOCUMENTED', `no '${wanted}' beside '${name}.sql'; write it`);
  }
  for (const name of docNames) {
    if (sqlNames.includes(name)) continue;
    const wanted = `sql/${layer}/${name}.sql`;
    throw transformFault(
      'MODEL_MISSING',
      `no '${wanted}' beside '${name}.yml'; write it or delete the yml`,
    );
  }
  return Promise.all(sqlNames.map((name) => readModel(sqlFolder, layer, name)));
}

async function readModel(sqlFolder: string, layer: Layer, name: string): Promise<Model> {
  const folder = join(sqlFolder, layer);
  const sql = await readFile(join(folder, `${name}.sql`), 'utf8');
  const docText = await readFile(join(folder, `${name}.yml`), 'utf8');
  const doc = parseDoc(`sql/${layer}/${name}.yml`, layer, docText);
  return {
    layer,
    schema: LAYERS[layer],
    name,
    file: `sql/${layer}/${name}.sql`,
    sql,
    docText,
    doc,
  };
}

function parseDoc(file: string, layer: Layer, text: string): ModelDoc {
  try {
    const doc = modelDocSchema.parse(parse(text));
    const { key, references = {}, unique = [], indexes = [] } = doc;
    const named = [key, Object.keys(references), ...unique, ...indexes].flat();
    const unknown = named.find((column) => !(column in doc.columns));
    if (unknown !== undefined) {
      const where = 'key, references, unique or indexes name';
      throw new Error(`${where} '${unknown}', which is not among the columns`);
    }
    const untyped = Object.entries(doc.columns).find(([, { type }]) => type === '');
    if (layer !== 'raw' && untyped) throw new Error(`column '${untyped[0]}' has no type`);
    return doc;
  } catch (error) {
    const why = causeText(error instanceof z.ZodError ? z.prettifyError(error) : error);
    throw transformFault(
      'MODEL_DOC_INVALID',
      `'${file}' does not describe a model (${why}); fix it`,
    );
  }
}

function namesWith(files: string[], extension: string): string[] {
  return files
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length));
}
