import { mountAll } from './island.js';

mountAll('studio', async () => {});
