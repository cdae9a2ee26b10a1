//! Makes sure the folder of the built single-page app exists, so that the broker also compiles
//! before the app was ever built, and rebuilds when app or migrations change.

fn main() -> std::io::Result<()> {
    std::fs::create_dir_all("../dist")?;
    for watched in ["../dist", "../migrations", "snippets"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    Ok(())
}
