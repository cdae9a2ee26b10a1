//! Lucide icons (ISC licence), only those in use. `icons.txt` lists the same names; the build makes a
//! sprite of them that stands in the page.

macro_rules! glyphs {
    ($($variant:ident $name:literal;)+) => {
        /// An icon, by its name at Lucide.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph {
            $(#[doc = concat!("`", $name, "`")] $variant),+
        }

        impl Glyph {
            /// Every icon.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name at Lucide.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Where the sprite has it.
            pub const fn href(self) -> &'static str {
                match self { $(Self::$variant => concat!("#i-", $name)),+ }
            }
        }
    };
}

glyphs! {
    Activity "activity";
    ArrowDown "arrow-down";
    ArrowRightLeft "arrow-right-left";
    ArrowUp "arrow-up";
    BadgeCheck "badge-check";
    Ban "ban";
    Bell "bell";
    Blocks "blocks";
    Bookmark "bookmark";
    Building2 "building-2";
    CalendarPlus "calendar-plus";
    CalendarX "calendar-x";
    Check "check";
    ChevronDown "chevron-down";
    ChevronLeft "chevron-left";
    ChevronRight "chevron-right";
    ChevronsUpDown "chevrons-up-down";
    CircleAlert "circle-alert";
    CircleCheck "circle-check";
    CircleDashed "circle-dashed";
    CircleDot "circle-dot";
    CirclePause "circle-pause";
    CircleX "circle-x";
    Clock "clock";
    CloudOff "cloud-off";
    Columns3 "columns-3";
    Copy "copy";
    Download "download";
    Ellipsis "ellipsis";
    FileText "file-text";
    FingerprintPattern "fingerprint-pattern";
    GitPullRequestArrow "git-pull-request-arrow";
    Handshake "handshake";
    Hourglass "hourglass";
    Inbox "inbox";
    Info "info";
    KeyRound "key-round";
    Layers "layers";
    LayoutDashboard "layout-dashboard";
    Link "link";
    ListFilter "list-filter";
    LoaderCircle "loader-circle";
    Lock "lock";
    LockOpen "lock-open";
    Mail "mail";
    MailOpen "mail-open";
    MailX "mail-x";
    Menu "menu";
    Pencil "pencil";
    Plug "plug";
    Plus "plus";
    Printer "printer";
    RefreshCw "refresh-cw";
    RotateCw "rotate-cw";
    Rows3 "rows-3";
    ScrollText "scroll-text";
    Search "search";
    SearchX "search-x";
    ServerCrash "server-crash";
    Settings2 "settings-2";
    ShieldCheck "shield-check";
    Star "star";
    SunMoon "sun-moon";
    Table2 "table-2";
    TriangleAlert "triangle-alert";
    UserPlus "user-plus";
    WifiOff "wifi-off";
    X "x";
}

impl Glyph {
    /// The icon with this name at Lucide.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|glyph| glyph.name() == name)
    }
}

impl From<&'static str> for Glyph {
    /// An unknown name shows a dashed circle; a test reads the sources for such names.
    fn from(name: &'static str) -> Self {
        Self::named(name).unwrap_or(Self::CircleDashed)
    }
}

#[cfg(test)]
mod tests {
    use super::Glyph;
    use std::path::Path;

    fn sources(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn the_sprite_holds_exactly_these() {
        let listed: Vec<_> = include_str!("../../icons.txt").split_whitespace().collect();
        let known: Vec<_> = Glyph::ALL.iter().map(|glyph| glyph.name()).collect();
        assert_eq!(listed, known);
    }

    #[test]
    fn every_icon_written_in_the_sources_exists() {
        let mut found = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        for text in found {
            for rest in text.split("<Icon name=\"").skip(1) {
                let name = rest.split('"').next().unwrap_or_default();
                assert!(Glyph::named(name).is_some(), "{name}");
            }
        }
    }
}
