use super::*;
use crate::forms::checked::error_at;
use tessera_shared::ids::ApiId;

fn scope(name: &str) -> ScopeRef {
    ScopeRef {
        api: ApiId::from_u128(1),
        scope: name.to_owned(),
    }
}

fn wish() -> WishDraft {
    let mut wish = WishDraft {
        application: " Web shop ".to_owned(),
        reason: "To sell seats.\n".to_owned(),
        ..WishDraft::default()
    };
    wish.set_scope(scope("seats:read"), true);
    wish
}

fn decision() -> DecisionDraft {
    DecisionDraft {
        asked: vec![scope("seats:read"), scope("seats:book")],
        granted: [scope("seats:read"), scope("seats:book")].into(),
        starts_at: None,
        ends_at: Some(Instant::from_millis(1_000)),
        days: Some(30),
        networks: String::new(),
        note: String::new(),
        revision: 2,
        snapshot: "aa".to_owned(),
    }
}

#[test]
fn what_is_typed_is_trimmed() {
    let draft = SubmitDraft {
        partner: Some(PartnerId::from_u128(1)),
        wish: wish(),
    };
    let body = draft.to_dto(365).unwrap();
    assert_eq!(body.wish.application, "Web shop");
    assert_eq!(body.wish.reason, "To sell seats.");
    assert_eq!(body.wish.lifetime_days, 180);
}

#[test]
fn an_empty_form_names_every_field() {
    let errors = FileDraft::default().to_dto(365).unwrap_err();
    for pointer in [
        "/company",
        "/contact_name",
        "/contact_email",
        "/wish/application",
        "/wish/scopes",
        "/wish/reason",
    ] {
        assert!(error_at(&errors, pointer).is_some(), "{pointer}");
    }
}

#[test]
fn a_partner_has_to_be_chosen() {
    let errors = SubmitDraft {
        partner: None,
        wish: wish(),
    }
    .to_dto(365)
    .unwrap_err();
    assert_eq!(error_at(&errors, "/partner").as_deref(), Some("Choose a partner."));
}

#[test]
fn the_policy_bounds_the_lifetime() {
    for (days, good) in [("90", true), ("91", false), ("", false), ("many", false), ("0", false)] {
        let mut wish = wish();
        wish.lifetime_days = days.to_owned();
        let draft = SubmitDraft {
            partner: Some(PartnerId::from_u128(1)),
            wish,
        };
        assert_eq!(draft.to_dto(90).is_ok(), good, "{days}");
    }
}

#[test]
fn a_decision_grants_only_what_was_asked() {
    let mut draft = decision();
    draft.set_scope(scope("seats:refund"), true);
    draft.set_scope(scope("seats:book"), false);
    assert_eq!(draft.to_approve().unwrap().scopes, [scope("seats:read")]);
    draft.set_scope(scope("seats:read"), false);
    assert!(draft.to_approve().is_err());
}

#[test]
fn the_end_follows_the_start_while_a_length_is_chosen() {
    let mut draft = decision();
    let (now, start) = (Instant::from_millis(0), Instant::from_millis(5_000));
    draft.set_start(Some(start), now);
    assert_eq!(draft.ends_at, Some(start + Span::days(30)));
    draft.set_end(Some(Instant::from_millis(4_000)));
    let errors = draft.to_approve().unwrap_err();
    assert!(error_at(&errors, "/ends_at").is_some());
}

#[test]
fn a_denial_needs_a_reason() {
    let mut draft = decision();
    assert!(draft.to_deny().is_err());
    draft.note = "Not this year.".to_owned();
    assert_eq!(draft.to_deny().unwrap().revision, 2);
}

#[test]
fn a_field_stands_for_what_is_below_it() {
    let errors = [problem("/scopes/3/scope", "scope", "No.")];
    assert_eq!(error_at(&errors, "/scopes").as_deref(), Some("No."));
    assert_eq!(error_at(&errors, "/scope"), None);
}

#[test]
fn networks_are_read_by_line_or_comma_and_a_wrong_one_is_named() {
    let mut draft = decision();
    assert_eq!(draft.to_approve().unwrap().allowed_networks, Vec::<String>::new());
    draft.networks = "192.0.2.0/24\n\n 2001:db8::/32 , 198.51.100.0/24".to_owned();
    let body = draft.to_approve().unwrap();
    assert_eq!(
        body.allowed_networks,
        ["192.0.2.0/24", "2001:db8::/32", "198.51.100.0/24"]
    );
    assert!(draft.network_errors().is_empty());
    draft.networks = "192.0.2.0/24\n192.0.2.7/24".to_owned();
    let told = error_at(&draft.network_errors(), "/allowed_networks").unwrap();
    assert_eq!(told, "192.0.2.7/24: Write it as 192.0.2.0/24.");
    assert!(draft.to_approve().is_err());
}
