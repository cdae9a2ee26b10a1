//! The life of a request and its tokens: whatever people, clock and jobs do in whatever order, the
//! broker answers as the model says, and a gateway lets a token pass exactly when it should.

mod model;
mod play;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::on_both;
use crate::support::TestApp;
use crate::support::world::World;
use model::{Command, Model};
use play::Case;

const CASES: u32 = 100;
const LENGTH: usize = 18;

/// Commands that lead on are more likely than ones that end the story.
fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => Just(Command::Confirm),
        4 => prop_oneof![3 => Just(None), 1 => (1_u8..72).prop_map(Some)].prop_map(Command::Approve),
        1 => Just(Command::Deny),
        1 => Just(Command::WithdrawByPartner),
        1 => Just(Command::WithdrawByAgent),
        5 => Just(Command::Issue),
        5 => (1_u8..=2).prop_map(Command::Open),
        2 => Just(Command::Reissue),
        2 => Just(Command::Suspend),
        2 => Just(Command::Resume),
        1 => Just(Command::RevokeByAgent),
        1 => Just(Command::RevokeByAdmin),
        1 => Just(Command::RevokeByPartner),
        3 => prop_oneof![4 => 1_u16..96, 1 => 200_u16..2_400].prop_map(Command::Wait),
        2 => Just(Command::Settle),
    ]
}

/// The beginning of every story that gets anywhere, then anything.
fn story() -> impl Strategy<Value = Vec<Command>> {
    let start = prop_oneof![
        1 => Just(vec![]),
        1 => Just(vec![Command::Confirm]),
        2 => Just(vec![Command::Confirm, Command::Approve(None)]),
        3 => Just(vec![Command::Confirm, Command::Approve(None), Command::Issue, Command::Open(1)]),
    ];
    let rest = proptest::collection::vec(command(), 1..LENGTH);
    (start, rest).prop_map(|(start, rest)| [start, rest].concat())
}

fn needs_token(command: Command) -> bool {
    use Command::*;
    matches!(
        command,
        Open(_) | Reissue | Suspend | Resume | RevokeByAgent | RevokeByAdmin | RevokeByPartner
    )
}

/// Plays one story on the broker and on the model; says what differs.
async fn differs(app: &TestApp, world: &World, number: u32, story: &[Command]) -> Result<(), String> {
    let mut case = Case::begin(app, world, number).await;
    let mut model = Model::filed(app.app.clock.now());
    for (step, command) in story.iter().copied().enumerate() {
        if needs_token(command) && !model.has_token() {
            continue;
        }
        let (expected, got) = (model.play(command), case.play(command).await);
        let here = format!("step {step}, {command:?} of {story:?}");
        if expected != got {
            return Err(format!("{here}: expected {expected}, got {got}; {model:?}"));
        }
        assert_eq!(model.now, app.app.clock.now());
        assert_eq!(model.tokens(), case.tokens.len());
        for (number, (_, _, secret)) in case.tokens.iter().enumerate() {
            let Some(secret) = secret else { continue };
            let (expected, got) = (model.passes(number), world.verify(app, secret).await);
            if got != if expected { 200 } else { 401 } {
                return Err(format!(
                    "{here}: token {number} passes: {expected}, got {got}; {model:?}"
                ));
            }
        }
    }
    let mut told = world.audit(&case.request).await;
    told.reverse();
    told.retain(|action| action.starts_with("request.") || action.starts_with("token."));
    if told == model.told {
        Ok(())
    } else {
        Err(format!("audit {told:?}, expected {:?} of {story:?}", model.told))
    }
}

/// The shortest story that still differs, by dropping one command after the other.
async fn shortest(app: &TestApp, world: &World, mut story: Vec<Command>, mut why: String) -> String {
    let mut number = 10_000;
    let mut at = 0;
    while at < story.len() {
        let mut shorter = story.clone();
        shorter.remove(at);
        number += 1;
        match differs(app, world, number, &shorter).await {
            Err(still) => (story, why) = (shorter, still),
            Ok(()) => at += 1,
        }
    }
    why
}

on_both! {
    async fn every_story_goes_as_the_model_says(app) {
        let world = World::make(&app).await;
        let mut runner = TestRunner::new(Config::default());
        for number in 0..CASES {
            let story = story().new_tree(&mut runner).unwrap().current();
            if let Err(why) = differs(&app, &world, number, &story).await {
                panic!("{}", shortest(&app, &world, story, why).await);
            }
        }
    }
}
