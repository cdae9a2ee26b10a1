//! What an act would do to the chosen rows. Nothing here touches the screen.

use std::pin::Pin;
use std::sync::Arc;

use tessera_shared::dto::people::TenantCard;
use tessera_shared::words::Environment;

use super::act::ActRef;
use crate::api::ApiError;

/// An answer on its way.
pub type Answer = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// Sends the act for one row, in the customer of that row: with the reason, and a key that makes the call safe to repeat.
pub type Call = Arc<dyn Fn(String, String) -> Answer + Send + Sync>;

/// A row, as the dialog shows it and as it goes out.
#[derive(Clone)]
pub struct Item {
    /// Tells rows apart.
    pub key: String,
    /// Whose it is.
    pub tenant: TenantCard,
    /// What it is about.
    pub subject: String,
    /// Where it works.
    pub environment: Environment,
    /// The version that the reader saw.
    pub version: u32,
    /// Sends it.
    pub call: Call,
    /// What takes it back, where something does.
    pub undo: Option<Box<Undo>>,
}

/// What takes an act back.
#[derive(Clone)]
pub struct Undo {
    /// The act that does.
    pub act: ActRef,
    /// Its reason, for the trail.
    pub reason: &'static str,
    /// The row as it is after the act that is taken back.
    pub item: Item,
}

/// The rows of one customer.
#[derive(Clone)]
pub struct Group {
    /// The customer.
    pub tenant: TenantCard,
    /// Its rows, in the order of the list.
    pub items: Vec<Item>,
}

/// What an act would do.
#[derive(Clone)]
pub struct Plan {
    /// The act.
    pub act: ActRef,
    /// The rows it is for, by customer.
    pub groups: Vec<Group>,
    /// Chosen rows that it leaves out, and why.
    pub left_out: Vec<(Item, String)>,
}

impl Plan {
    /// What `act` would do to these rows; those with a reason are left out for it.
    pub fn of(act: ActRef, chosen: impl IntoIterator<Item = (Item, Option<String>)>) -> Self {
        let mut plan = Self {
            act,
            groups: Vec::new(),
            left_out: Vec::new(),
        };
        for (item, left_out) in chosen {
            match left_out {
                Some(why) => plan.left_out.push((item, why)),
                None => plan.add(item),
            }
        }
        plan
    }

    fn add(&mut self, item: Item) {
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
    pub fn items(&self) -> impl Iterator<Item = &Item> {
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
pub mod tests {
    use tessera_shared::ids::TenantId;
    use tessera_shared::permission::Role;
    use tessera_shared::words::TenantStatus;

    use super::super::act::tests::Nothing;
    use super::*;

    /// A row of a customer.
    pub fn item(tenant: u128, id: u128) -> Item {
        Item {
            key: id.to_string(),
            tenant: TenantCard {
                id: TenantId::from_u128(tenant),
                slug: format!("customer-{tenant}"),
                name: String::new(),
                accent: String::new(),
                logo: None,
                status: TenantStatus::Active,
                role: Role::SupportAgent,
                waiting: 0,
            },
            subject: String::new(),
            environment: Environment::Production,
            version: 1,
            call: Arc::new(|_reason, _key| Box::pin(async { Ok(()) })),
            undo: None,
        }
    }

    #[test]
    fn rows_are_grouped_by_customer_and_others_left_out_with_a_reason() {
        let why = Some("over".to_owned());
        let chosen = [(1, 1, None), (2, 2, None), (1, 3, None), (3, 4, why)];
        let plan = Plan::of(&Nothing, chosen.map(|(tenant, id, why)| (item(tenant, id), why)));
        let sizes: Vec<usize> = plan.groups.iter().map(|group| group.items.len()).collect();
        assert_eq!(sizes, [2, 1]);
        assert_eq!(plan.count(), 3);
        assert_eq!(plan.left_out.len(), 1);
        assert!(plan.only_tenant().is_none());
    }

    #[test]
    fn one_customer_is_told_apart_from_several() {
        let plan = Plan::of(&Nothing, [item(1, 1), item(1, 2)].map(|item| (item, None)));
        assert_eq!(plan.only_tenant().map(|card| card.slug.as_str()), Some("customer-1"));
        assert_eq!(plan.items().count(), 2);
    }
}
