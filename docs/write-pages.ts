import { writeWhole } from '../disk/write-whole.js';
import { COMMANDS_PAGE, commandsPage } from './commands.js';
import { ERRORS_PAGE, errorsPage } from './errors.js';
import { TABLES_PAGE, tablesPage } from './tables.js';

await writeWhole(COMMANDS_PAGE, await commandsPage());
await writeWhole(ERRORS_PAGE, await errorsPage());
await writeWhole(TABLES_PAGE, await tablesPage());
