import { rm } from 'node:fs/promises';
import { COMPILED_FOLDER, compile } from './compile.js';

await rm(COMPILED_FOLDER, { recursive: true, force: true });
await compile();
