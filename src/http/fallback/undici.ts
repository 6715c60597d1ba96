import connect from 'undici/lib/api/api-connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Client from 'undici/lib/dispatcher/client.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';

// What undici does to itself when it is imported whole, which would set its dispatcher for all other extensions as well.
Object.assign(Dispatcher.prototype, { connect });

export { Agent, Client, type Dispatcher };
