//! What an act would do to the chosen rows. Nothing here touches the screen.

use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::queue::{QueueItem, QueueKind};

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

    const fn section(self) -> QueueKind {
        match self {
            Self::Approve | Self::Deny => QueueKind::ToDecide,
            Self::Issue => QueueKind::ToIssue,
            Self::Resend => QueueKind::Delivery,
        }
    }

    /// Whether it needs a reason.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Deny | Self::Resend)
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

/// The rows of one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The customer.
    pub tenant: TenantCard,
    /// Its rows, in the order of the list.
    pub items: Vec<QueueItem>,
}

/// What an act would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The act.
    pub act: BulkAct,
    /// The rows it is for, by customer.
    pub groups: Vec<Group>,
    /// Chosen rows that it leaves out.
    pub left_out: Vec<(QueueItem, LeftOut)>,
}

impl Plan {
    /// What `act` would do to these rows.
    pub fn of(act: BulkAct, chosen: Vec<QueueItem>) -> Self {
        let mut plan = Self {
            act,
            groups: Vec::new(),
            left_out: Vec::new(),
        };
        for item in chosen {
            match act.leaves_out(&item) {
                Some(why) => plan.left_out.push((item, why)),
                None => plan.add(item),
            }
        }
        plan
    }

    fn add(&mut self, item: QueueItem) {
        let own = self.groups.iter_mut().find(|group| group.tenant.id == item.tenant.id);
        if let Some(group) = own {
            group.items.push(item);
        } else {
            self.groups.push(Group {
                tenant: item.tenant.clone(),
                items: vec![item],
            });
        }
    }

    /// How many rows it is for.
    pub fn count(&self) -> usize {
        self.groups.iter().map(|group| group.items.len()).sum()
    }

    /// Its rows, customer by customer.
    pub fn items(&self) -> impl Iterator<Item = &QueueItem> {
        self.groups.iter().flat_map(|group| &group.items)
    }

    /// The customer, when it touches one only.
    pub fn only_tenant(&self) -> Option<&TenantCard> {
        match self.groups.as_slice() {
            [group] => Some(&group.tenant),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::model::tests::item;
    use super::*;
    use tessera_shared::ids::TenantId;

    fn at(tenant: u128, mut item: QueueItem) -> QueueItem {
        item.tenant.id = TenantId::from_u128(tenant);
        item
    }

    #[test]
    fn rows_are_grouped_by_customer_and_others_left_out_with_a_reason() {
        let chosen = vec![
            at(1, item(QueueKind::ToIssue, 1, true)),
            at(2, item(QueueKind::ToIssue, 2, true)),
            at(1, item(QueueKind::ToIssue, 3, true)),
            at(3, item(QueueKind::ToIssue, 4, false)),
            at(1, item(QueueKind::ToDecide, 5, true)),
        ];
        let plan = Plan::of(BulkAct::Issue, chosen);
        let sizes: Vec<usize> = plan.groups.iter().map(|group| group.items.len()).collect();
        assert_eq!(sizes, [2, 1]);
        assert_eq!(plan.count(), 3);
        let why: Vec<LeftOut> = plan.left_out.iter().map(|(_, why)| *why).collect();
        assert_eq!(why, [LeftOut::Role, LeftOut::OtherStage]);
        assert_eq!(plan.only_tenant(), None);
    }

    #[test]
    fn one_customer_is_told_apart_from_several() {
        let chosen = vec![item(QueueKind::ToDecide, 1, true), item(QueueKind::ToDecide, 2, true)];
        let plan = Plan::of(BulkAct::Deny, chosen);
        assert_eq!(plan.only_tenant().map(|card| card.slug.as_str()), Some("halden"));
        assert_eq!(plan.items().count(), 2);
    }
}
