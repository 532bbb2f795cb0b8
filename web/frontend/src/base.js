/** Every page: the design, htmx, and the behaviours that README.md lists. */
import 'bootstrap/dist/css/bootstrap.min.css';
import '@fontsource-variable/source-sans-3';
import 'virtual:suomifi-tokens.css';
import './base.css';
import 'bootstrap/js/dist/collapse';
import 'bootstrap/js/dist/dropdown';
import './behaviours/requests.js';
import './behaviours/navigation.js';
import './behaviours/autosubmit.js';
import './behaviours/confirm.js';
import './behaviours/elements.js';
import './behaviours/moments.js';
import { enhance } from './behaviours/enhance.js';

enhance(document);
document.addEventListener('htmx:load', (event) => enhance(event.target));
