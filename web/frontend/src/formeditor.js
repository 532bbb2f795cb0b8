import { mountAll } from './island.js';

mountAll('formeditor', async () => {});
