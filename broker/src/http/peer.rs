//! Where a call comes from. The socket says it, and a forwarded header only where a proxy that the
//! settings trust has written it.

use std::net::IpAddr;

use actix_web::HttpRequest;
use ipnet::IpNet;

/// The header proxies add the address to that called them.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of the caller: the socket's peer, or behind trusted proxies the last address before
/// them. What stands further left in the header came from the caller and proves nothing.
pub fn peer(trusted: &[IpNet], req: &HttpRequest) -> Option<IpAddr> {
    let socket = req.peer_addr()?.ip().to_canonical();
    let lines = req.headers().get_all(FORWARDED_FOR);
    let lines: Vec<&str> = lines.map(|line| line.to_str().unwrap_or("?")).collect();
    Some(before_proxies(trusted, socket, &lines))
}

fn before_proxies(trusted: &[IpNet], socket: IpAddr, lines: &[&str]) -> IpAddr {
    let mut caller = socket;
    for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !trusted.iter().any(|net| net.contains(&caller)) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => caller = address.to_canonical(),
            Err(_garbage) => break,
        }
    }
    caller
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(trusted: &[&str], socket: &str, lines: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        before_proxies(&trusted, socket.parse().unwrap(), lines).to_string()
    }

    #[test]
    fn without_trusted_proxies_only_the_socket_counts() {
        assert_eq!(seen(&[], "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(seen(&["10.0.0.0/8"], "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
    }

    #[test]
    fn a_trusted_proxy_tells_who_called_it() {
        let trusted = ["10.0.0.0/8", "fd00::/8"];
        assert_eq!(seen(&trusted, "10.1.1.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen(&trusted, "fd00::1", &["2001:db8::9"]), "2001:db8::9");
        assert_eq!(seen(&trusted, "10.1.1.1", &[]), "10.1.1.1");
    }

    #[test]
    fn what_the_caller_wrote_itself_is_not_believed() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(seen(&trusted, "10.1.1.1", &["1.1.1.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(
            seen(&trusted, "10.1.1.1", &["1.1.1.1", "203.0.113.9, 10.2.2.2"]),
            "203.0.113.9"
        );
        assert_eq!(seen(&trusted, "10.1.1.1", &["10.9.9.9", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen(&trusted, "10.1.1.1", &["1.1.1.1, unknown"]), "10.1.1.1");
        assert_eq!(seen(&trusted, "10.1.1.1", &["::ffff:203.0.113.9"]), "203.0.113.9");
    }
}
