import { mountAll } from './island.js';

mountAll('decision', async () => {});
