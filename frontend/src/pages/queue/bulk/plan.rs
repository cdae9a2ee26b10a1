//! What an act would do to the chosen rows. Nothing here touches the screen.

use tessera_shared::dto::queue::{QueueItem, QueueKind};

use crate::components::bulk::ActRef;

/// What can be done to many rows at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkAct {
    /// Say yes to all that was asked for.
    Approve,
    /// Say no, for one reason.
    Deny,
    /// Issue the tokens.
    Issue,
    /// Send new links for those nobody opened.
    Resend,
}

/// Why an act leaves a row out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// The row waits for something else.
    OtherStage,
    /// The reader's role in the row's customer cannot.
    Role,
}

impl BulkAct {
    /// Every act, in the order of the bar: what ends things comes last.
    pub const ALL: [Self; 4] = [Self::Approve, Self::Issue, Self::Resend, Self::Deny];

    /// The same for the dialog.
    pub fn as_act(self) -> ActRef {
        match self {
            Self::Approve => &Self::Approve,
            Self::Deny => &Self::Deny,
            Self::Issue => &Self::Issue,
            Self::Resend => &Self::Resend,
        }
    }

    const fn section(self) -> QueueKind {
        match self {
            Self::Approve | Self::Deny => QueueKind::ToDecide,
            Self::Issue => QueueKind::ToIssue,
            Self::Resend => QueueKind::Delivery,
        }
    }

    /// Why it would leave the row out, if it would.
    pub fn leaves_out(self, item: &QueueItem) -> Option<LeftOut> {
        if item.kind != self.section() {
            Some(LeftOut::OtherStage)
        } else if item.mine {
            None
        } else {
            Some(LeftOut::Role)
        }
    }
}

/// Whether rows of a section can be chosen.
pub const fn can_choose(kind: QueueKind) -> bool {
    !matches!(kind, QueueKind::Expiring)
}

#[cfg(test)]
mod tests {
    use super::super::super::model::tests::item;
    use super::*;

    #[test]
    fn an_act_is_for_rows_of_its_stage_that_the_role_can_act_on() {
        let why = |kind, mine| BulkAct::Issue.leaves_out(&item(kind, 1, mine));
        assert_eq!(why(QueueKind::ToIssue, true), None);
        assert_eq!(why(QueueKind::ToIssue, false), Some(LeftOut::Role));
        assert_eq!(why(QueueKind::ToDecide, true), Some(LeftOut::OtherStage));
    }
}
