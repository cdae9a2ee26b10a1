// issue.mjs ADDRESS COUNT: obtains COUNT access tokens by client credentials and prints them, one a line.
const [address, count] = process.argv.slice(2);
const authorization = `Basic ${Buffer.from(process.env.PEER_PARTNER).toString('base64')}`;

for (let left = Number(count); left > 0; left -= 1) {
  const answer = await fetch(`http://${address}/token`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'seats:read' }),
  });
  if (!answer.ok) {
    throw new Error(`No token: ${answer.status} ${await answer.text()}`);
  }
  console.log((await answer.json()).access_token);
}
