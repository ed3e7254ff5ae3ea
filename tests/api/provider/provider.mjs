// A real OpenID provider on loopback, for tests: one client, one account, a login form of its own.
// Arguments: our redirect address, the client's id and secret. Prints its issuer when it listens.
import http from 'node:http';
import { once } from 'node:events';
import Provider from 'oidc-provider';

const [redirect, clientId, clientSecret] = process.argv.slice(2);
const server = http.createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [redirect],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }],
  pkce: { required: () => true },
  claims: { openid: ['sub'], profile: ['roles', 'office'] },
  conformIdTokenClaims: false,
  findAccount: async (_context, sub) => ({
    accountId: sub,
    claims: async () => ({ sub, roles: ['clerk', 'unmapped'], office: '371002100' }),
  }),
});
server.on('request', provider.callback());
console.log(issuer);
