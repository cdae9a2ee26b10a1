//! Asking for a passkey, and whether the answer is good (WebAuthn §7.2).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tessera_shared::dto::passkeys::{Credential, PasskeyQuestion, ShowPasskey};
use tessera_shared::error::ErrorCode;

use super::cose::PublicKey;
use super::data::{AuthenticatorData, Ceremony, ClientData, decode, sha256};
use super::store::PasskeyRow;
use super::{Party, Purpose, Why, challenge, store};
use crate::act::Tx;
use crate::app::App;
use crate::db::Conn;
use crate::outcome::{Outcome, Refusal};

/// For what, and of whom, a passkey is asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// For what.
    pub purpose: Purpose,
    /// What the session, or the browser before there is one, is known by.
    pub holder: &'a [u8],
}

/// Whose passkeys will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// This user's.
    Of(&'a str),
    /// Anybody's: the passkey says whose it is.
    Anybody,
}

/// A passkey that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The user who has it.
    pub user: String,
    /// What they call it.
    pub name: String,
}

/// How credentials are listed for a browser.
pub(super) fn credentials(rows: &[PasskeyRow]) -> Vec<Credential> {
    let credential = |row: &PasskeyRow| Credential {
        kind: "public-key".to_owned(),
        id: URL_SAFE_NO_PAD.encode(&row.credential_id),
    };
    rows.iter().map(credential).collect()
}

/// How long browsers should try, in milliseconds: as long as the challenge is good.
pub(super) fn timeout() -> u32 {
    u32::try_from(challenge::GOOD_FOR.as_millis()).unwrap_or(u32::MAX)
}

/// What a browser has to know to show one.
pub fn ask(conn: &mut Conn, app: &App, asked: Asked<'_>, whose: Whose<'_>) -> Outcome<PasskeyQuestion> {
    let party = Party::required(&app.config)?;
    let rows = match whose {
        Whose::Of(user) => store::list_passkeys(conn, user)?,
        Whose::Anybody => Vec::new(),
    };
    if rows.is_empty() && whose != Whose::Anybody {
        return Err(Refusal::new(ErrorCode::NotPossible, "Your account has no passkey."));
    }
    let made = challenge::make(&app.keys.challenge, asked.purpose, asked.holder, app.clock.now())?;
    Ok(PasskeyQuestion {
        challenge: URL_SAFE_NO_PAD.encode(made),
        rp_id: party.id,
        timeout: timeout(),
        allow_credentials: credentials(&rows),
        user_verification: "required".to_owned(),
    })
}

/// Takes an answer to what was [`ask`]ed. Its challenge is gone then, so that whoever refuses the
/// answer has to let the transaction stand.
pub fn accept_passkey(
    tx: &mut Tx<'_>,
    app: &App,
    asked: Asked<'_>,
    whose: Whose<'_>,
    shown: &ShowPasskey,
) -> Outcome<Result<Accepted, Why>> {
    let party = Party::required(&app.config)?;
    let answer = match Answer::read(shown) {
        Ok(answer) => answer,
        Err(why) => return Ok(Err(why)),
    };
    let now = tx.now();
    let Asked { purpose, holder } = asked;
    let key = &app.keys.challenge;
    if let Err(why) = challenge::take(tx, key, purpose, holder, &answer.challenge, now)? {
        return Ok(Err(why));
    }
    let row = store::find_by_credential(tx, &answer.credential)?;
    let (row, sign_count, backed_up) = match answer.check(&party, whose, row) {
        Ok(good) => good,
        Err(why) => return Ok(Err(why)),
    };
    if !store::use_passkey(tx, &row, sign_count, backed_up, now)? {
        // Two answers at once with one counter.
        return Ok(Err(Why::Counter));
    }
    Ok(Ok(Accepted {
        user: row.user_id,
        name: row.name,
    }))
}

/// An answer, decoded.
struct Answer {
    credential: Vec<u8>,
    client_json: Vec<u8>,
    client: ClientData,
    challenge: Vec<u8>,
    data: Vec<u8>,
    signature: Vec<u8>,
    handle: Option<Vec<u8>>,
}

impl Answer {
    fn read(shown: &ShowPasskey) -> Result<Self, Why> {
        let client_json = decode(&shown.client_data)?;
        let client = ClientData::read(&client_json)?;
        Ok(Self {
            credential: decode(&shown.id)?,
            challenge: client.challenge()?,
            client,
            client_json,
            data: decode(&shown.authenticator_data)?,
            signature: decode(&shown.signature)?,
            handle: shown.user_handle.as_deref().map(decode).transpose()?,
        })
    }

    /// The passkey, its counter from now on and whether it is backed up.
    fn check(&self, party: &Party, whose: Whose<'_>, row: Option<PasskeyRow>) -> Result<(PasskeyRow, i64, bool), Why> {
        self.client.check(party, Ceremony::Get)?;
        let row = row.ok_or(Why::Unknown)?;
        match (whose, &self.handle) {
            (Whose::Of(user), _) if row.user_id != user => return Err(Why::OtherAccount),
            (_, Some(handle)) if handle.as_slice() != row.user_id.as_bytes() => return Err(Why::Handle),
            (Whose::Anybody, None) => return Err(Why::Handle),
            _ => {}
        }
        let data = AuthenticatorData::read(&self.data)?;
        data.check(party)?;
        if data.credential.is_some() {
            return Err(Why::Ceremony);
        }
        if data.backup_eligible() != row.backup_eligible {
            return Err(Why::Backup);
        }
        let key = PublicKey::read(&row.public_key).ok_or(Why::Algorithm)?;
        let signed = [self.data.as_slice(), sha256(&self.client_json).as_slice()].concat();
        if !key.has_signed(&signed, &self.signature) {
            return Err(Why::Signature);
        }
        let count = i64::from(data.sign_count);
        // 0 and 0: it does not count.
        if (count, row.sign_count) != (0, 0) && count <= row.sign_count {
            return Err(Why::Counter);
        }
        Ok((row, count, data.backed_up()))
    }
}
