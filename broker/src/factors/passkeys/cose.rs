//! Public keys as authenticators give them: COSE_Key (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4).

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
};

use super::cbor;

/// Numbers of the algorithms that are offered, the best first: ES256, EdDSA and RS256 (RFC 9053
/// §2.1, §2.2, RFC 8812 §2). All passkeys of today have one of them.
pub const OFFERED: [i32; 3] = [ES256, EDDSA, RS256];

const ES256: i32 = -7;
const EDDSA: i32 = -8;
const RS256: i32 = -257;

// Labels of a key, and what stands there.
const KTY: i64 = 1;
const ALG: i64 = 3;
const CRV: i64 = -1;
const X: i64 = -2;
const Y: i64 = -3;
const N: i64 = -1;
const E: i64 = -2;
const OKP: i64 = 1;
const EC2: i64 = 2;
const RSA: i64 = 3;
const P_256: i64 = 1;
const CURVE_ED25519: i64 = 6;

/// A key whose signatures can be checked.
pub enum PublicKey {
    /// Of an elliptic curve.
    Curve(i32, ParsedPublicKey),
    /// RSA, by modulus and exponent.
    Rsa(RsaPublicKeyComponents<Vec<u8>>),
}

impl PublicKey {
    /// Reads a key of an offered kind, and nothing beside it.
    pub fn read(cose: &[u8]) -> Option<Self> {
        let map = cbor::whole_map(cose)?;
        let kind = (map.int(KTY)?, i32::try_from(map.int(ALG)?).ok()?);
        match (kind, map.len()) {
            ((EC2, ES256), 5) if map.int(CRV)? == P_256 => {
                let (x, y) = (map.bytes(X)?, map.bytes(Y)?);
                if x.len() != 32 || y.len() != 32 {
                    return None;
                }
                // SEC 1 §2.3.3, not compressed.
                let point = [&[4], x, y].concat();
                let key = ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).ok()?;
                Some(Self::Curve(ES256, key))
            }
            ((OKP, EDDSA), 4) if map.int(CRV)? == CURVE_ED25519 => {
                let x = map.bytes(X).filter(|x| x.len() == 32)?;
                let key = ParsedPublicKey::new(&ED25519, x).ok()?;
                Some(Self::Curve(EDDSA, key))
            }
            ((RSA, RS256), 4) => {
                let (n, e) = (map.bytes(N)?, map.bytes(E)?);
                // 2048 to 4096 bits, as long as they are written, and the one exponent in use.
                let fits = (256..=512).contains(&n.len()) && n.first()? >> 7 == 1 && n.last()? & 1 == 1;
                (fits && e == [1, 0, 1]).then(|| {
                    Self::Rsa(RsaPublicKeyComponents {
                        n: n.to_vec(),
                        e: e.to_vec(),
                    })
                })
            }
            _ => None,
        }
    }

    /// Its algorithm.
    pub fn algorithm(&self) -> i32 {
        match self {
            Self::Curve(algorithm, _) => *algorithm,
            Self::Rsa(_) => RS256,
        }
    }

    /// Whether `signature` is this key's, of `message`.
    pub fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let checked = match self {
            Self::Curve(_, key) => key.verify_sig(message, signature),
            Self::Rsa(key) => key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature),
        };
        checked.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
    };

    use super::*;

    fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
        out.push(0x59);
        out.extend_from_slice(&u16::try_from(bytes.len()).unwrap().to_be_bytes());
        out.extend_from_slice(bytes);
    }

    fn short(out: &mut Vec<u8>, bytes: &[u8]) {
        out.extend_from_slice(&[0x58, u8::try_from(bytes.len()).unwrap()]);
        out.extend_from_slice(bytes);
    }

    fn es256(pair: &EcdsaKeyPair) -> Vec<u8> {
        let point = pair.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
        short(&mut key, &point[1..33]);
        key.push(0x22);
        short(&mut key, &point[33..]);
        key
    }

    #[test]
    fn each_offered_kind_signs() {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let key = PublicKey::read(&es256(&pair)).unwrap();
        let signature = pair.sign(&random, b"message").unwrap();
        assert_eq!(key.algorithm(), ES256);
        assert!(key.has_signed(b"message", signature.as_ref()) && !key.has_signed(b"messagf", signature.as_ref()));

        let pair = Ed25519KeyPair::generate().unwrap();
        let mut cose = vec![0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21];
        short(&mut cose, pair.public_key().as_ref());
        let key = PublicKey::read(&cose).unwrap();
        assert_eq!(key.algorithm(), EDDSA);
        assert!(key.has_signed(b"message", pair.sign(b"message").as_ref()) && !key.has_signed(b"message", &[0; 64]));

        let pair = RsaKeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).unwrap();
        let n = pair.public_key().modulus().big_endian_without_leading_zero();
        let mut cose = vec![0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20];
        bytes(&mut cose, n);
        cose.extend_from_slice(&[0x21, 0x43, 1, 0, 1]);
        let key = PublicKey::read(&cose).unwrap();
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &random, b"message", &mut signature)
            .unwrap();
        assert_eq!(key.algorithm(), RS256);
        assert!(key.has_signed(b"message", &signature) && !key.has_signed(b"massage", &signature));
    }

    #[test]
    fn keys_of_other_kinds_and_points_of_no_curve_are_refused() {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let good = es256(&pair);
        assert!(PublicKey::read(&good).is_some());
        let at = |place: usize, byte: u8| {
            let mut key = good.clone();
            key[place] = byte;
            key
        };
        let mut longer = good.clone();
        longer.push(0);
        let mut more = good.clone();
        more[0] = 0xa6;
        more.extend_from_slice(&[0x04, 0x00]);
        for (what, key) in [
            ("another type", at(2, 0x01)),
            ("ES384", at(4, 0x38)),
            ("EdDSA", at(4, 0x27)),
            ("P-384", at(6, 0x02)),
            ("off the curve", at(20, good[20] ^ 1)),
            ("something behind", longer),
            ("one more label", more),
            ("nothing", Vec::new()),
        ] {
            assert!(PublicKey::read(&key).is_none(), "{what}");
        }
    }
}
