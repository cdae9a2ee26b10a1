//! The script of `docs/first-script.md`, run as it stands.

use std::process::Stdio;

use futures_util::future::{Either, select};

use crate::on_both;
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, World};

fn script() -> String {
    let page = include_str!("../../../docs/first-script.md");
    let blocks = page
        .split("```sh\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap());
    blocks.collect()
}

/// What the partner and the admin do while the script waits.
async fn confirm_and_approve(app: &TestApp, world: &World) {
    let request = loop {
        let waiting = world.admin.get("/api/v1/requests").await.expect(200);
        let items = waiting["items"].as_array().unwrap();
        match items.iter().find(|item| item["application"] == "Nightly report") {
            Some(item) => break item["id"].as_str().unwrap().to_owned(),
            None => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    };
    let mail = app.mail_to("signe@fjord.example").await;
    let key = mail
        .split("my-request#")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    let partner = Client::anonymous(&app.base).with("x-partner-key", key);
    partner
        .post("/api/v1/partner/request/confirm", &serde_json::json!(null))
        .await
        .expect(204);
    world.approve(&request).await;
}

on_both! {
    async fn the_first_script_runs_as_it_stands(app) {
        let world = World::make(&app).await;
        // A partner is known from its first approved request on.
        world.approved(&app).await;
        let child = tokio::process::Command::new("bash")
            .args(["-c", &script()])
            .envs([("TESSERA", app.base.as_str()), ("EMAIL", "lead@support.example"), ("PASSWORD", PASSWORD)])
            .env("TENANT", world.halden.to_string())
            .kill_on_drop(true)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A script that fails ends while the others still wait for its request.
        let script = std::pin::pin!(child.wait_with_output());
        let people = std::pin::pin!(confirm_and_approve(&app, &world));
        let done = match select(script, people).await {
            Either::Left((done, _people)) => done,
            Either::Right(((), script)) => script.await,
        }
        .unwrap();
        let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "{out}\n{err}");
        assert!(out.ends_with("true\n"), "{out}");
    }
}
