//! The standard long answer and the single huge blocks, all the way through the SDK.

use crate::served::{NOVA, Served};

#[tokio::test]
async fn the_standard_answer_is_as_long_as_asked() {
    let served = Served::with(&[]).await;
    let told = served.ask(NOVA, "/standard 20000").await;
    assert_eq!(told.error, None);
    assert_eq!(told.deltas, 20_000, "one token a delta");
    assert_eq!(told.usage.unwrap().output_tokens(), 20_000);
    assert!(told.text.len() > 70_000 && told.text.len() <= 80_000);
    let again = served.ask(NOVA, "/standard 20000").await;
    assert!(told.text == again.text, "the same every time");
}

#[tokio::test]
async fn one_block_may_be_the_whole_answer() {
    let served = Served::with(&[]).await;
    for shape in ["list", "table", "paragraph", "fence", "quote"] {
        let told = served.ask(NOVA, &format!("/shape {shape} 3000")).await;
        assert_eq!(told.usage.unwrap().output_tokens(), 3_000, "{shape}");
    }
}

#[tokio::test]
async fn many_streams_at_once_do_not_mix() {
    let served = Served::with(&[]).await;
    let prompts: Vec<String> =
        (0..16).map(|index| format!("/echo stream {index} {}", "x".repeat(2_000))).collect();
    let asked = prompts.iter().map(|prompt| served.ask(NOVA, prompt));
    for (told, prompt) in futures_util::future::join_all(asked).await.iter().zip(&prompts) {
        assert_eq!(Some(told.text.as_str()), prompt.strip_prefix("/echo "));
    }
}
