//! Answers: streaming, with reasoning, rich, of many scripts.

use outcrop::domain::ask::{Chunk, StopReason, Usage};

use super::{both, one};
use crate::fixtures::{SONNET, ending};
use crate::world::World;

const RICH: &str = r#"# A short tour

Some **bold**, some *italic*, some `code`, a [link](https://example.com/page) and ~~an error~~.

1. First
   - nested
   - [x] done
   - [ ] to do
2. Second

> A quote that says something long enough to be wrapped on a screen of eighty columns, surely.

| Name | Colour | Wavelength |
|:-----|:------:|-----------:|
| Violet | 紫 | 380 nm |
| Red | 赤 | 700 nm |

```rust
fn main() {
    println!("{}", 42); // the answer
}
```

---

Math stays readable: $E = mc^2$. A footnote[^1].

[^1]: Said at the end.
"#;

#[test]
fn streaming() {
    let mut world = World::new();
    let stream = world.send("Why is the sky blue?");
    world.text(stream, &RICH[..RICH.len() / 2]);
    both("streaming", world);
}

#[test]
fn rich() {
    let mut world = World::new();
    world.exchange("Show me what you can do", RICH);
    both("rich", world);
    let mut wide = World::new().sized(200, 60);
    wide.exchange("Show me what you can do", RICH);
    one("rich-200x60", &mut wide);
}

#[test]
fn reasoning() {
    let mut world = World::with(|settings| settings.model = SONNET.into());
    let stream = world.send("Why is the sky blue?");
    let thought = "The user asks about scattering. Short wavelengths scatter more. ".repeat(6);
    world.chunk(stream, Chunk::Reasoning { block: 0, delta: thought });
    both("reasoning-arrives", {
        let mut world = World::with(|settings| settings.model = SONNET.into());
        let stream = world.send("Why is the sky blue?");
        world.chunk(stream, Chunk::Reasoning { block: 0, delta: "The user asks".into() });
        world
    });
    world.chunk(stream, Chunk::Text { block: 1, delta: "Because of Rayleigh scattering.".into() });
    let mut end = ending();
    end.usage = Some(Usage {
        input: 12,
        output: 240,
        cache_read: 1_800,
        cache_write: 0,
        cache_write_1h: 0,
    });
    world.chunk(stream, Chunk::Done(Box::new(end)));
    world = world.sized(80, 24);
    one("reasoning-folded-80x24", &mut world);
    world.press("ctrl-r");
    both("reasoning-unfolded", world);
}

#[test]
fn cut_off_at_a_limit() {
    let mut world = World::new();
    let stream = world.send("Count to a million");
    world.text(stream, "1, 2, 3, 4");
    let mut end = ending();
    end.stop_reason = Some(StopReason("max_tokens".into()));
    world.chunk(stream, Chunk::Done(Box::new(end)));
    both("cut-off", world);
    let mut world = World::new();
    let stream = world.send("Something odd");
    world.chunk(stream, Chunk::Redacted { block: 0, data: "AAEC".into() });
    world.chunk(stream, Chunk::Unreadable { block: 1, kind: "hologram".into() });
    let mut end = ending();
    end.stop_reason = Some(StopReason("a_reason_of_tomorrow".into()));
    end.usage = None;
    world.chunk(stream, Chunk::Done(Box::new(end)));
    both("unreadable", world);
}

#[test]
fn many_scripts() {
    let mut world = World::new();
    world.exchange(
        "日本語で、空はなぜ青いのか説明してください。絵文字も使ってください 👩‍👩‍👧‍👦🇯🇵",
        "空が青いのは、太陽の光が大気中の分子によって散乱されるためです。🌌 短い波長の光ほど強く散乱されます。\n\n- ① レイリー散乱\n- ② 太陽高度 é ñ\n- العربية and עברית\n",
    );
    both("many-scripts", world);
}
