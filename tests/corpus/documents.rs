//! Documents to test rendering with: hand-written nasty cases, and combinations of fragments.
//! Not here: what must hold for them (`text_law.rs`).

/// Cases that have broken incremental renderers.
const NASTY: &[&str] = &[
    "",
    "\n",
    "\r",
    "\r\n\r\n",
    "a\r\nb\r\n\r\nc\rd\r",
    "See [one] and [two][one].\n\nMore.\n\n[one]: https://one.example\n",
    "Late [a], [b] and [c].\n\n- item [a]\n- item [b]\n\n| x | y |\n|---|---|\n| [a] | [c] |\n\n[b]: /b 'title'\n[a]: /a\n\nend\n\n[c]:\n/c\n\"multi\nline\"\n",
    "Text[^n] and[^missing].\n\n[^n]: The note.\n\n    Second paragraph of it.\n\nAfter.",
    "[^n]: first\n[^m]: second\n\nrefs[^n] [^m]",
    "Heading\n=======\n\nAnother\nof two lines\n---\ntext\n",
    "not a heading\n\n===\n\n> quote\n===\n\n- item\n===\n",
    "> quote\nlazy\n> more\n\nout\n> again\n",
    "> a\n>> b\n>>> c\nlazy\n>> d\n> e\n",
    "- a\n- b\n\n- c\n",
    "- a\n\n\n\n- b\n\n  para\n\n      code\n- c\n",
    "1. one\n2. two\n   - nested\n\n     para\n10) other\n11) list\n",
    "- [ ] open\n- [x] done\n- [y] text\n- [ ]\n",
    "-\n- \n-\n\n  gone\n- x\n",
    "- - - nested\n- - deep\n  - er\n",
    "* a\n+ b\n- c\n",
    "<div>\n**not bold**\n\n**bold**\n</div>\n",
    "<!-- a\n\nb -->\ntext\n<script>\n\nlet x;\n</script> tail\nafter\n",
    "<a href='x'>\ntext\n\npara <b>bold</b> <br> x<br/>y\n",
    "```rust\nfn main() {\n",
    "```\nunclosed\n\n# not a heading\n",
    "````md\n```rust\ncode\n```\n````\nafter\n",
    "~~~\n```\n~~~~\nx\n",
    "- ```js\n  let a;\n  ```\n- ```\n  x\n y\n",
    "> ```\n> code\nout\n",
    "``` not ` a fence\ntext\n",
    "| a | b |\n|---|:-:|\n| 1 | 2 |\n| longer cell | x |\nnot a table row?\n\nafter\n",
    "text\n| a | b |\n|--:|---|\n| `x\\|y` | **z** |\n| 1 |\n| 1 | 2 | 3 |\n",
    "a | b\n--|--\n1 | 2\n# done\n",
    "| a |\n|---|\n| <br> one<br>two |\n",
    "| no | delimiter |\n| --- |\n| x | y |\n",
    "|a|b|\n|-|-|\n|this cell is far too long for a narrow screen and so it must wrap or become records|and this one is long as well, longer than anything|\n|x|y|\n",
    "| a | b | c | d | e | f | g | h |\n|-|-|-|-|-|-|-|-|\n| aaaaaaaaaaaaaaaa | bbbbbbbbbbbbbbbbbb | ccccccccccccccccc | ddddddddddd | eeeeeeeeeeeeee | ffffffffffff | ggggggggg | hhhhhhhh |\n| 1 | 2 | | | 5 | | | 8 |\n",
    "para\n    not code\n\n    code\n\n\n    more code\n\n\npara\n",
    "\tcode by tab\n\n-\ttab item\n\n\tpara\n\n-\t\tcode in item\n",
    "*a **b* c** ***d*** _e_f_ __g__ ~~h~~ ~i~ `` ` `` \\* \\\n",
    "hard  \nbreak\\\nand `code  \nspan` [link  \ntext](url)\n",
    "$x$ and $$y$$ and $5 or $6 and \\(a_1 * b_1\\) and \\[c\\]\n",
    "$$\n\\sum_{i} x_i\n$$\ntext\n\\[\na\n\\]\n\n$$ open\n\nclosed\n",
    "👩‍👩‍👧‍👦 e\u{301}\u{301}\u{301} a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}x 🇨🇭🇩🇪 ✌🏽 ☎\u{fe0f}\n",
    "日本語の段落。「括弧」も、句読点も正しく折り返す必要があります。日本語の段落は空白がない。한국어 문장도 있습니다 아주 긴 문장이 필요합니다.\n",
    "\u{1b}[31mred\u{1b}[0m \u{7} \u{202e}evil\u{2066} zero\u{200b}width \u{feff}bom \u{85} \u{9b}31m\n",
    "&#27;[31m &#x202e; &amp; &copy; &#0; &nbsp;x\n",
    "[foo]: <> 'x'\n[bar]: /url\n[foo] [bar] [Bar ] [BAR]\n",
    "[a]: /one\n[a]: /two\n[a]\n",
    "[unfinished\n\n[x]:\n\n[y]: /y \"open title\n\n[y]\n",
    "> [q]: /in-quote\n\n[q]\n\n- [r]: /in-item\n\n[r]\n",
    "> [!NOTE]\n> Text\n\n> [!tip]\n\n> [!OTHER]\n> x\n",
    "# \n## #\n### three ###\n#### four # x\n####### seven\n#nospace\n",
    "***\n- - -\n___\n* * *\n- * -\n",
    "a\n***\nb\n---\nc\n\n---\n",
    "1986\\. A great year\n1986. list\n",
    "text\n14. not a list\n1. list\n",
    "![image](a.png \"t\") ![][x] <https://auto.example> <me@mail.example> https://bare.example/a_b_c).\n\n[x]: y\n",
    "line with trailing spaces   \n   and indented continuation\n",
    "very-long-word-without-any-break-that-goes-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on-and-on\n",
    "trailing backslash\\",
    "ends in fence\n```",
    "ends in mark\n-",
    "ends in number\n1.",
    "ends in emoji 👩‍",
];

/// Blocks to be combined.
const FRAGMENTS: &[&str] = &[
    "A paragraph with *emphasis*, **strong**, `code` and [a link](https://example.com/path).",
    "# Heading [late]",
    "Setext heading\n---",
    "- item one\n- item two\n  - nested\n  - nested two\n- item three",
    "1. first\n\n   with para\n2. second",
    "> quoted text\n> > nested quote\nlazy line",
    "```python\ndef f(x):\n\treturn x  # comment\n\nprint(f(1))\n```",
    "| Name | Value |\n|:--|--:|\n| alpha | 1 |\n| a much longer name | 22222 |",
    "    indented code\n\n    more",
    "<details>\n<summary>x</summary>\n\ninner\n\n</details>",
    "Text with a footnote[^f] and a [late] reference.",
    "[^f]: the footnote",
    "[late]: https://late.example 'Late'",
    "---",
    "- [x] done\n- [ ] not *yet*",
    "日本語のテキストと emoji 👩‍💻 and e\u{301}.",
    "$$\na^2 + b^2\n$$",
    "Line one  \nline two\\\nline three",
    "~~~\nopen fence",
    "Term with $5 and unclosed **bold and `tick",
];

/// The corpus: nasty cases with LF and CR LF, pairs and runs of fragments, and long single blocks.
pub(crate) fn documents() -> Vec<String> {
    let mut all: Vec<String> = NASTY.iter().map(|text| (*text).to_owned()).collect();
    all.extend(
        NASTY.iter().filter(|text| text.contains('\n')).map(|text| text.replace('\n', "\r\n")),
    );
    for (index, first) in FRAGMENTS.iter().enumerate() {
        for step in [1, 3, 7, 11] {
            let second = FRAGMENTS[(index + step) % FRAGMENTS.len()];
            let separator = if step % 2 == 0 { "\n" } else { "\n\n" };
            all.push(format!("{first}{separator}{second}\n"));
        }
        let tight: Vec<&str> =
            (0..6).map(|step| FRAGMENTS[(index * 7 + step * 3) % FRAGMENTS.len()]).collect();
        all.push(tight.join("\n"));
        all.push(tight.join("\n\n"));
    }
    all.extend(FRAGMENTS.iter().map(|text| each(text.lines(), |line| format!("> {line}\n"))));
    all.extend(FRAGMENTS.iter().map(|text| each(text.lines(), |line| format!("- {line}\n"))));
    all.extend(long());
    all
}

/// Documents of one long block, longer than any limit of the renderer.
fn long() -> Vec<String> {
    let sentence = "Words of *some* length, `code`, a [ref] and $5, then **more** of them. ";
    let cjk = "これは長い段落です。句読点と「括弧」があります。";
    vec![
        sentence.repeat(90),
        format!("{}\n===\n", sentence.repeat(60)),
        format!(
            "{}\n\n[ref]: /late\n",
            sentence.trim_end().to_owned() + "\n" + &sentence.repeat(70)
        ),
        (sentence.trim_end().to_owned() + "\n").repeat(80),
        cjk.repeat(150),
        format!("**{}**", "unclosed bold text ".repeat(300)),
        "5*3 ".repeat(2000),
        "👩‍👩‍👧‍👦".repeat(300),
        format!("e{}", "\u{301}".repeat(3000)),
        "x".repeat(9000),
        format!("- {}\n- next", sentence.repeat(60)),
        format!("# {}\ntext", sentence.repeat(60)),
        format!("```js\n{}\nshort\n```\n", "let a = [1, 2, 3]; ".repeat(400)),
        format!("<div>{}\n</div>\n\nafter", "x y ".repeat(1500)),
        format!("<!-- {} -->\nafter", "x y ".repeat(1500)),
        format!(
            "| a | b |\n|---|---|\n{}",
            each(0..120, |n| format!("| {} | {} |\n", "w".repeat(n % 50), n * n))
        ),
        format!("| a | b |\n|---|---|\n| {} | x |\n", "long cell ".repeat(600)),
        each(0..150, |n| format!("{}- item {n} with some text\n", " ".repeat(n % 9 * 2))),
        each(0..100, |n| format!("{} line {n}\n", ">".repeat(1 + n % 40))),
        each(0..60, |n| format!("[d{n}]: /url{n}\n")) + "\n[d3] [d59]\n",
        each(0..40, |n| format!("see [d{n}]\n\n")) + &each(0..40, |n| format!("[d{n}]: /url{n}\n")),
        format!("{}\n", "-".repeat(3000)),
        format!("a\n{}\n", "=".repeat(3000)),
        format!("{}x", " ".repeat(3000)),
        format!("{}\r\n{}\r\n", "y".repeat(2048), "z".repeat(2047)),
        format!("{}\r", "y".repeat(2048)),
    ]
}

fn each<T>(items: impl Iterator<Item = T>, line: impl Fn(T) -> String) -> String {
    items.map(line).collect::<Vec<_>>().concat()
}
