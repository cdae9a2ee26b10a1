//! The draft of a new partner.

use tessera_shared::dto::partners::CreatePartner;
use tessera_shared::error::FieldError;

use crate::forms::checked::checked;

/// A new partner, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartnerDraft {
    /// Company name.
    pub name: String,
    /// Contact person.
    pub contact_name: String,
    /// Where links go.
    pub contact_email: String,
}

impl PartnerDraft {
    /// The body, or every rule it breaks.
    pub fn to_dto(&self) -> Result<CreatePartner, Vec<FieldError>> {
        let body = CreatePartner {
            name: self.name.trim().to_owned(),
            contact_name: self.contact_name.trim().to_owned(),
            contact_email: self.contact_email.trim().to_owned(),
        };
        checked(body, |_| Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_needs_an_address() {
        let mut draft = PartnerDraft {
            name: "Fjord".to_owned(),
            contact_name: "Kari".to_owned(),
            contact_email: "kari".to_owned(),
        };
        assert_eq!(draft.to_dto().unwrap_err().len(), 1);
        draft.contact_email = " kari@fjord.example".to_owned();
        assert!(draft.to_dto().is_ok());
    }
}
