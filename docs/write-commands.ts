import { writeWhole } from '../command/write-whole.js';
import { COMMANDS_PAGE, commandsPage } from './commands.js';

await writeWhole(COMMANDS_PAGE, await commandsPage());
