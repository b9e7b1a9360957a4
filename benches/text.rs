//! What rendering a streamed answer costs, in nanoseconds a byte, by its shape, its length and how
//! often it is settled. `cargo bench --bench text`. Not here: the whole program (`terminal`).

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Instant;

use outcrop::text::document::Document;
use outcrop::text::highlight::Highlighter;

const WIDTH: u16 = 100;

fn main() {
    println!(
        "{:<22} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "ns/byte", "bytes", "4", "200", "8192", "resize"
    );
    for bytes in [20_000, 200_000] {
        for (name, source) in shapes(bytes) {
            let often = if bytes < 100_000 { streamed(&source, 4) } else { f64::NAN };
            let usual = streamed(&source, 200);
            let seldom = streamed(&source, 8192);
            let resize = resized(&source);
            println!(
                "{name:<22} {:>9} {often:>9.1} {usual:>9.1} {seldom:>9.1} {resize:>9.1}",
                source.len()
            );
        }
    }
    highlighted();
}

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// CPU time of this thread in nanoseconds where the system tells it (Linux), else the wall clock.
fn clock() -> u128 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let cpu = stat.split(' ').next().and_then(|word| word.parse().ok());
    cpu.unwrap_or_else(|| START.elapsed().as_nanos())
}

/// Repeats the work until the clock's ticks no longer matter.
fn per_byte(source: &str, work: impl Fn()) -> f64 {
    work();
    let start = clock();
    let mut times = 0;
    while clock() - start < 60_000_000 {
        work();
        times += 1;
    }
    (clock() - start) as f64 / source.len() as f64 / f64::from(times)
}

/// Pushes tokens of about four bytes and settles each time `every` bytes have come.
fn streamed(source: &str, every: usize) -> f64 {
    per_byte(source, || {
        let mut document = Document::new(WIDTH);
        let mut waiting = 0;
        let mut start = 0;
        while start < source.len() {
            let mut end = (start + 4).min(source.len());
            while !source.is_char_boundary(end) {
                end += 1;
            }
            document.push(&source[start..end]);
            waiting += end - start;
            start = end;
            if waiting >= every {
                document.settle(8192);
                waiting = 0;
            }
        }
        document.finish();
        while !document.settle(8192) {}
        black_box(document.height());
    })
}

fn resized(source: &str) -> f64 {
    let document = std::cell::RefCell::new(Document::one_shot(source, WIDTH));
    per_byte(source, || {
        let mut document = document.borrow_mut();
        document.set_width(WIDTH - 10);
        document.settle(usize::MAX);
        document.set_width(WIDTH);
        document.settle(usize::MAX);
    }) / 2.0
}

/// The cost of highlighting on the worker and of taking its answers, at the first use of a language
/// and later.
fn highlighted() {
    let code = format!("```rust\n{}```\n", CODE.repeat(400));
    let mut highlighter = Highlighter::new();
    for use_of in ["first use", "later use"] {
        let mut document = Document::one_shot(&code, WIDTH);
        let (mut run, mut taken) = (0, 0);
        loop {
            let start = clock();
            let requests = document.take_highlight_requests();
            taken += clock() - start;
            if requests.is_empty() {
                break;
            }
            for request in requests {
                let start = clock();
                let outcome = highlighter.run(request);
                run += clock() - start;
                let start = clock();
                document.apply_highlight(outcome);
                taken += clock() - start;
            }
        }
        let bytes = code.len() as f64;
        println!(
            "highlighting {bytes} bytes of Rust, {use_of}: worker {:.1} ns/byte, here {:.1} ns/byte",
            run as f64 / bytes,
            taken as f64 / bytes
        );
    }
}

const SENTENCE: &str = "The *quick* brown fox **jumps** over `the lazy dog`, see [the page](https://example.com/page) for more. ";
const PLAIN: &str =
    "Plain words in a plain sentence, with a comma and a full stop at its very end. ";
const CODE: &str = "fn main() {\n    let answer: u32 = compute(\"text\", 42); // why\n    println!(\"{answer}\");\n}\n";

#[expect(clippy::too_many_lines, reason = "one flat table of shapes")]
fn shapes(bytes: usize) -> Vec<(&'static str, String)> {
    let fill = |unit: &str| unit.repeat(bytes / unit.len());
    let many = |unit: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        let mut n = 0;
        while text.len() < bytes {
            text.push_str(&unit(n));
            n += 1;
        }
        text
    };
    let mixed = format!(
        "## Heading\n\n{SENTENCE}{PLAIN}\n\n- one {PLAIN}\n- two\n  - nested `x`\n\n```rust\n{CODE}```\n\n| a | b |\n|---|--:|\n| cell | 12 |\n| 日本語 | 👩‍💻 |\n\n> {SENTENCE}\n\n"
    );
    vec![
        ("mixed", fill(&mixed)),
        ("one list", many(&|n| format!("- item {n} with *some* text and `code` in it\n"))),
        (
            "nested list",
            many(&|n| format!("{}- item {n} with *some* text in it\n", "  ".repeat(n % 12))),
        ),
        (
            "loose list",
            many(&|n| format!("{n}. item with *some* text and `code` in it\n\n   more\n\n")),
        ),
        (
            "one table",
            format!(
                "| a | b | c |\n|---|---|---|\n{}",
                many(&|n| format!("| row {n} | some *text* here | {} |\n", n * 17))
            ),
        ),
        (
            "growing table",
            format!(
                "| a | b | c |\n|---|---|---|\n{}",
                many(&|n| format!("| row {n} | {} | {} |\n", "w".repeat(n / 60), n * 17))
            ),
        ),
        (
            "wide table",
            format!(
                "| a | b | c |\n|---|---|---|\n{}",
                many(&|n| format!("| row {n} | {PLAIN} | {SENTENCE} |\n"))
            ),
        ),
        ("paragraph, one line", fill(SENTENCE)),
        ("paragraph, lines", fill(&format!("{SENTENCE}\n"))),
        ("paragraph, plain", fill(PLAIN)),
        ("paragraph, CJK", fill("これは長い段落です。句読点と「括弧」があります。")),
        ("paragraph, emoji", fill("👩‍💻 👩‍👩‍👧‍👦 ")),
        ("paragraph, unclosed", format!("an *open [mark and $5 {}", fill(PLAIN))),
        ("one fence", format!("```rust\n{}```\n", fill(CODE))),
        ("fence, one line", format!("```js\n{}\n```\n", fill("let a=[1,2,3];"))),
        ("one deep quote", fill(&format!("{} {SENTENCE}\n", ">".repeat(20)))),
        (
            "quote, varied depth",
            many(&|n| format!("{} quoted line {n} with *text*\n", ">".repeat(1 + n % 30))),
        ),
        ("html", format!("<div>\n{}</div>\n", fill("<p class=\"a\">text</p>\n"))),
        (
            "late definitions",
            format!(
                "{}{}",
                many(&|n| format!("See [label {n}] here.\n\n")),
                many(&|n| format!("[label {n}]: /u{n}\n"))
            ),
        ),
        ("definitions", many(&|n| format!("[label {n}]: https://example.com/{n}\n"))),
    ]
}
