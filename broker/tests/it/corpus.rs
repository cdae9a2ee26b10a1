//! Replays what fuzzing has found, and small changes of it: no reader of untrusted text breaks a promise.

use std::fs;
use std::path::Path;

use tessera_broker::probe::PROBES;

/// Changes tried of each file.
const CHANGES: u32 = 400;

/// Another byte here and there, something twice, something gone: by the same chance each time.
fn changed(data: &[u8], seed: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut below = |bound: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 8).unwrap() % bound.max(1)
    };
    let mut data = data.to_vec();
    for _ in 0..=below(3) {
        let at = below(data.len() + 1);
        match below(4) {
            0 if at < data.len() => drop(data.remove(at)),
            1 if at < data.len() => data[at] = u8::try_from(below(256)).unwrap(),
            2 => {
                let piece = data[below(at)..at].to_vec();
                data.splice(at..at, piece);
            }
            _ => data.insert(at, b"&=%+.: \0\xc3-_09"[below(13)]),
        }
    }
    data
}

fn replay(target: &str) {
    let (_, probe) = PROBES.iter().find(|(name, _)| *name == target).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/corpus")
        .join(target);
    let mut files = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let data = fs::read(&path).unwrap();
        // Shown when it fails.
        eprintln!("{}", path.display());
        probe(&data);
        for seed in 0..CHANGES {
            probe(&changed(&data, seed));
        }
        files += 1;
    }
    assert!(files > 0);
}

macro_rules! targets {
    ($($target:ident)+) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target));
        })+

        #[test]
        fn every_probe_is_replayed_and_a_target() {
            let names: Vec<&str> = PROBES.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, [$(stringify!($target)),+]);
            let manifest = include_str!("../../../fuzz/Cargo.toml");
            for name in names {
                assert!(manifest.contains(&format!("name = \"{name}\"\npath = \"targets/{name}.rs\"")), "{name}");
            }
        }
    };
}

targets! { secret bearer basic jwt form cursor last_event_id }
