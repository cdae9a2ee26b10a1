//! What should happen, written by hand: who may still act, and when a token works.

use tessera_shared::instant::{Instant, Span};

/// How long a partner has to confirm, an admin to decide, a link to be opened and its opener to
/// come again.
const TO_CONFIRM: Span = Span::days(14);
const TO_DECIDE: Span = Span::days(90);
const TO_OPEN: Span = Span::hours(72);
const TO_COME_AGAIN: Span = Span::minutes(10);

/// What the partner asked for in `World::wish`.
const LIFETIME: Span = Span::days(30);

/// Something a person, the clock or a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Confirm,
    /// To start so many hours from now, or when it is issued.
    Approve(Option<u8>),
    Deny,
    WithdrawByPartner,
    WithdrawByAgent,
    Issue,
    /// By the opener with this number.
    Open(u8),
    Reissue,
    Suspend,
    Resume,
    RevokeByAgent,
    RevokeByAdmin,
    RevokeByPartner,
    /// So many hours pass.
    Wait(u16),
    /// The jobs run.
    Settle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Unconfirmed,
    Undecided,
    Unissued { start: Option<Instant>, end: Instant },
    Issued,
    Ended,
    Denied,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    Works,
    Suspended,
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Sealed { until: Instant },
    Opened { by: u8, at: Instant },
    Closed,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    life: Life,
    link: Link,
    start: Instant,
    end: Instant,
}

impl Token {
    fn live(&self, now: Instant) -> bool {
        self.life != Life::Ended && now < self.end
    }
}

/// A request and its tokens, oldest first.
#[derive(Debug)]
pub struct Model {
    pub now: Instant,
    /// What the audit trail has to say of request and tokens, oldest first.
    pub told: Vec<&'static str>,
    stage: Stage,
    since: Instant,
    tokens: Vec<Token>,
}

impl Model {
    /// A request filed now.
    pub fn filed(now: Instant) -> Self {
        Self {
            now,
            told: vec!["request.submitted"],
            stage: Stage::Unconfirmed,
            since: now,
            tokens: Vec::new(),
        }
    }

    /// Whether the gateway lets the token with this number pass.
    pub fn passes(&self, token: usize) -> bool {
        let token = &self.tokens[token];
        token.life == Life::Works && token.start <= self.now && self.now < token.end
    }

    /// Does it; says the status of the answer.
    pub fn play(&mut self, command: Command) -> u16 {
        match command {
            Command::Wait(hours) => self.now = self.now + Span::hours(hours.into()),
            Command::Settle => self.settle(),
            Command::Open(opener) => return self.open(opener),
            Command::Reissue | Command::Suspend | Command::Resume => return self.change(command),
            Command::RevokeByAgent | Command::RevokeByAdmin | Command::RevokeByPartner => return self.change(command),
            _ => return self.move_on(command),
        }
        0
    }

    fn move_on(&mut self, command: Command) -> u16 {
        let now = self.now;
        let (stage, status, event) = match (self.stage, command) {
            (Stage::Denied, _) => return 404,
            (Stage::Unconfirmed, Command::Confirm) => (Stage::Undecided, 204, "request.confirmed"),
            // The link in a mail may be followed twice.
            (Stage::Undecided | Stage::Unissued { .. } | Stage::Issued, Command::Confirm) => return 204,
            (Stage::Undecided, Command::Approve(wait)) => {
                let start = wait.map(|hours| now + Span::hours(hours.into()));
                let end = start.unwrap_or(now) + LIFETIME;
                (Stage::Unissued { start, end }, 204, "request.approved")
            }
            (Stage::Undecided, Command::Deny) => (Stage::Denied, 204, "request.denied"),
            (
                Stage::Unconfirmed | Stage::Undecided | Stage::Unissued { .. },
                Command::WithdrawByPartner | Command::WithdrawByAgent,
            ) => (Stage::Ended, 204, "request.withdrawn"),
            (Stage::Unissued { start, end }, Command::Issue) if now < end => {
                self.issue(start.map_or(now, |start| start.max(now)), end);
                self.stage = Stage::Issued;
                return 201;
            }
            _ => return 409,
        };
        (self.stage, self.since) = (stage, now);
        self.told.push(event);
        status
    }

    fn issue(&mut self, start: Instant, end: Instant) {
        let link = Link::Sealed {
            until: self.now + TO_OPEN,
        };
        self.tokens.push(Token {
            life: Life::Works,
            link,
            start,
            end,
        });
        self.told.push("token.issued");
    }

    fn open(&mut self, opener: u8) -> u16 {
        let now = self.now;
        let token = self.tokens.last_mut().expect("played with a token only");
        match token.link {
            Link::Sealed { until } if now < until => {
                token.link = Link::Opened { by: opener, at: now };
                200
            }
            Link::Opened { by, at } if by == opener && now < at + TO_COME_AGAIN => 200,
            _ => 410,
        }
    }

    fn change(&mut self, command: Command) -> u16 {
        let now = self.now;
        let token = self.tokens.last_mut().expect("played with a token only");
        let (life, event) = match (token.life, command) {
            _ if !token.live(now) => return 409,
            (Life::Works, Command::Suspend) => (Life::Suspended, "token.suspended"),
            (Life::Suspended, Command::Resume) => (Life::Works, "token.resumed"),
            (_, Command::Suspend | Command::Resume) => return 409,
            _ => (Life::Ended, "token.revoked"),
        };
        token.life = life;
        self.told.push(event);
        if life == Life::Ended && matches!(token.link, Link::Sealed { .. }) {
            token.link = Link::Closed;
        }
        if command != Command::Reissue {
            return 204;
        }
        let (start, end) = (token.start, token.end);
        self.issue(start.max(now), end);
        201
    }

    fn settle(&mut self) {
        let (now, waited) = (self.now, self.now - self.since);
        let lapses = match self.stage {
            Stage::Unconfirmed => waited > TO_CONFIRM,
            Stage::Undecided => waited > TO_DECIDE,
            Stage::Unissued { end, .. } => now >= end,
            Stage::Issued | Stage::Ended | Stage::Denied => false,
        };
        if lapses {
            self.stage = Stage::Ended;
            self.told.push("request.lapsed");
        }
        for token in &mut self.tokens {
            if token.life != Life::Ended && now >= token.end {
                token.life = Life::Ended;
                self.told.push("token.expired");
            }
        }
    }

    /// Whether there is a token to play with.
    pub fn has_token(&self) -> bool {
        !self.tokens.is_empty()
    }

    /// How many tokens were issued.
    pub fn tokens(&self) -> usize {
        self.tokens.len()
    }
}
