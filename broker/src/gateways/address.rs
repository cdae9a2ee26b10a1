//! Where the client's call comes from, as the gateway says.
//!
//! The gateway's word is believed since it shows its own credential; that a client cannot put the word
//! into its mouth is the business of the gateway's configuration, which always overwrites the header.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;
use tessera_shared::paths::{CLIENT_ADDRESS_HEADER, REAL_IP_HEADER};

use crate::gateways::gate::only_header;
use crate::http::extract::{OperationDoc, Part};
use crate::outcome::Outcome;

const SAID: HeaderName = HeaderName::from_static(CLIENT_ADDRESS_HEADER);
const REAL_IP: HeaderName = HeaderName::from_static(REAL_IP_HEADER);

/// The call of a gateway, to be asked for its client's address where a token needs one.
pub struct ClientAddress(HttpRequest);

impl ClientAddress {
    /// The address in `X-Gateway-Client-Address`, if there is exactly one. A gateway whose configuration can
    /// only set constants names the header there in which it puts the address by itself: `X-Real-Ip`.
    pub fn said(&self) -> Option<IpAddr> {
        let said = only_header(&self.0, SAID)?;
        if said.eq_ignore_ascii_case(REAL_IP_HEADER) {
            return only_header(&self.0, REAL_IP).and_then(read_address);
        }
        read_address(said)
    }
}

impl Part for ClientAddress {
    fn part(req: &HttpRequest) -> Outcome<Self> {
        Ok(Self(req.clone()))
    }

    fn describe_part(_doc: &mut OperationDoc) {}
}

/// One address and nothing else: no port, no zone, no spaces. IPv4-mapped IPv6 is IPv4.
pub fn read_address(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn said(headers: &[(&'static str, &str)]) -> Option<String> {
        let mut call = TestRequest::get();
        for (name, value) in headers {
            call = call.append_header((*name, *value));
        }
        let said = ClientAddress(call.to_http_request()).said();
        said.map(|address| address.to_string())
    }

    #[test]
    fn exactly_one_address_is_believed() {
        let one = |text| said(&[(CLIENT_ADDRESS_HEADER, text)]);
        assert_eq!(one("192.0.2.7").as_deref(), Some("192.0.2.7"));
        assert_eq!(one("2001:DB8::7").as_deref(), Some("2001:db8::7"));
        assert_eq!(one("::ffff:192.0.2.7").as_deref(), Some("192.0.2.7"));
        for odd in [
            "",
            "x",
            "192.0.2.7:80",
            "[2001:db8::7]",
            "fe80::1%eth0",
            "192.0.2.7, 192.0.2.8",
            "192.0.2.7/32",
            "192.0.2.07",
            "0x7f.1",
            "3221225991",
            "unknown",
        ] {
            assert_eq!(one(odd), None, "{odd:?}");
        }
        let twice = (CLIENT_ADDRESS_HEADER, "192.0.2.7");
        assert_eq!(said(&[twice, twice]), None);
        assert_eq!(said(&[]), None);
    }

    #[test]
    fn a_gateway_of_constants_names_the_header() {
        let named = (CLIENT_ADDRESS_HEADER, "X-Real-Ip");
        assert_eq!(said(&[named, ("x-real-ip", "192.0.2.7")]).as_deref(), Some("192.0.2.7"));
        assert_eq!(said(&[named]), None);
        assert_eq!(
            said(&[named, ("x-real-ip", "192.0.2.7"), ("x-real-ip", "192.0.2.7")]),
            None
        );
        assert_eq!(said(&[("x-real-ip", "192.0.2.7")]), None, "nobody vouches for it");
        assert_eq!(
            said(&[
                (CLIENT_ADDRESS_HEADER, "X-Forwarded-For"),
                ("x-forwarded-for", "192.0.2.7")
            ]),
            None
        );
    }
}
