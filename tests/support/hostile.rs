//! Texts that attack whoever draws them.
//! Not here: where they are fed in, and what must come of them.

/// What each attacks, and the text.
pub(crate) fn texts() -> Vec<(&'static str, String)> {
    let all = |from: u32, to: u32| -> String {
        (from..=to).filter_map(char::from_u32).flat_map(|letter| ['a', letter]).collect()
    };
    let of = |name, text: &str| (name, text.to_owned());
    let mut texts = vec![
        ("C0 controls", all(0, 0x1f)),
        ("C1 controls and DEL", all(0x7f, 0x9f)),
        of(
            "CSI",
            "a\u{1b}[2J\u{1b}[H\u{1b}[31mred\u{1b}[6n\u{1b}[c\u{1b}[21t\u{1b}[?1049l\u{1b}[?1003h",
        ),
        of("8-bit CSI", "a\u{9b}2J\u{9b}31m\u{9b}6n"),
        of("CSI cut short", "a\u{1b}[38;5"),
        of("a lone escape at the end", "a\u{1b}"),
        of(
            "resets and charsets",
            "\u{1b}c\u{1b}#8\u{1b}(0lqk\u{e}\u{f}\u{1b}=\u{1b}7\u{1b}8\u{1b}M",
        ),
        of("OSC title", "a\u{1b}]0;owned\u{7}b\u{1b}]2;owned\u{1b}\\c\u{9d}0;owned\u{9c}"),
        of("OSC 8 link", "\u{1b}]8;;http://evil/\u{1b}\\bank.example\u{1b}]8;;\u{1b}\\"),
        of("OSC 52 clipboard", "a\u{1b}]52;c;cm0gLXJmIC8=\u{7}b\u{1b}]52;c;?\u{1b}\\"),
        of(
            "OSC 9, 777, 1337",
            "\u{1b}]9;note\u{7}\u{1b}]777;notify;a;b\u{7}\u{1b}]1337;File=:AA==\u{7}",
        ),
        of(
            "DCS, APC, PM, SOS",
            "\u{1b}P+q544e\u{1b}\\\u{1b}_Ga=T;AA\u{1b}\\\u{1b}^pm\u{1b}\\\u{1b}Xsos\u{1b}\\\u{90}$qm\u{9c}",
        ),
        of("tmux pass-through", "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;AA==\u{7}\u{1b}\\"),
        of("carriage return over a line", "harmless text\rrm -rf /\r\u{8}\u{8}\u{8}x"),
        of("vertical moves", "a\u{b}b\u{c}c\u{85}d\u{84}e\u{8d}f"),
    ];
    texts.extend(unseen());
    texts.extend(structured());
    texts
}

/// Attacks that are not seen: what reorders, hides or floods.
fn unseen() -> Vec<(&'static str, String)> {
    let of = |name, text: &str| (name, text.to_owned());
    vec![
        of(
            "bidirectional overrides",
            "user\u{202e}txt.exe\u{202c} \u{2066}a\u{2067}b\u{2068}c\u{2069} \u{202a}\u{202b}\u{202d}\u{61c}\u{200e}\u{200f}",
        ),
        (
            "a flood of zero width",
            format!("pass{}word", "\u{200b}\u{2060}\u{feff}\u{200c}\u{200d}".repeat(300)),
        ),
        ("a flood of marks", format!("e{}x", "\u{301}\u{489}\u{20dd}\u{36f}".repeat(300))),
        ("a flood of joined emoji", "\u{1f468}\u{200d}".repeat(300)),
        ("a flood of joined letters", "\u{915}\u{94d}".repeat(300)),
        ("a flood of leading jamo", "\u{1100}".repeat(300)),
        ("a flood of skin tones", format!("\u{1f44d}{}", "\u{1f3fb}".repeat(300))),
        ("a flood of prepended signs", format!("{}a", "\u{600}".repeat(300))),
        ("a flood of flags", "\u{1f1e9}".repeat(301)),
        ("a flood of variations", format!("☎{}", "\u{fe0f}\u{fe0e}".repeat(300))),
        (
            "invisible tags",
            "safe".chars().chain((0xe0020..0xe007f).filter_map(char::from_u32)).collect(),
        ),
        of(
            "noncharacters, separators, fillers",
            "a\u{fffe}b\u{ffff}c\u{fdd0}d\u{1fffe}e\u{2028}f\u{2029}g\u{3164}h\u{115f}i\u{ffa0}j\u{ad}k\u{180e}",
        ),
    ]
}

/// Attacks on whoever takes text apart: markup, lines, cells, clusters.
fn structured() -> Vec<(&'static str, String)> {
    let of = |name, text: &str| (name, text.to_owned());
    vec![
        of(
            "private use",
            "a\u{e000}b\u{e001}c\u{f8ff}d\u{f0000}e\u{10fffd}\u{e001}\u{e001}\u{e000}",
        ),
        of(
            "cut clusters",
            "\u{301}a\u{200d}\u{fe0f}b\u{1f1e9}\u{1f1e9}\u{1f1ea}\u{1f3fb}ㅎ\u{1100}\u{11a8}",
        ),
        of(
            "Markdown",
            "[a](<\u{1b}]8;;x>)\n\n```\u{1b}[2J\n\u{9b}2J\u{202e}\n```\n\n| \u{1b}[H | b\u{8} |\n|---|---|\n| \u{7} | \u{200b} |\n\n# \u{1b}c\n\n> \u{90}\n\n- \u{9d}0;x\n\n<b onclick=\u{7}>\n\n&#27;[2J &#x9b;2J &#8238;x `\u{1b}[m` $\u{1b}$",
        ),
        of("a shell's prompt", "$(reboot) `reboot` ; reboot \n\u{4}\u{3}\u{1a}reboot\n"),
        of("many lines", &"\n\u{1b}[2J".repeat(500)),
        of("wide at the edge", &"字\u{1b}字\u{301}\u{200d}".repeat(300)),
        of("tabs and blanks", &"\t\u{a0}\u{2003}\u{3000} \t".repeat(100)),
    ]
}
