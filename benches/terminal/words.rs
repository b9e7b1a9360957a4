//! What lives here: text with the word frequencies of real language, the same at every run. What
//! does not: what conversations are made of it.

/// The most frequent words of English, in order of frequency; some of a technical chat among them.
const FREQUENT: &str = "the of and to a in is that for it as was with be by on not he this are or \
    at from have an they which one you were all can her has there been if more when will would who \
    so no out what up about into than them only other time new some could these two may first then \
    do any like my now over such our man me even most made after also did many off before must well \
    back through years much where your way down should because long people same while each those \
    still use work last never number such need system life file data world code right case user \
    place function error server model table value test part point line string state change order \
    name great type small again process house during without however program school form memory \
    water large request public answer problem service set until always kept client since turn key \
    group field hand eye found second head side face room door week question night city river area \
    price word letter light power list rate sound road morning window paper figure garden island \
    network thread queue cache index query column record version branch commit module library build";

/// Syllables of the rare words; each is said nowhere but in these stores.
const SYLLABLES: [&str; 24] = [
    "ba", "co", "den", "fi", "gor", "hul", "ja", "kel", "lo", "mir", "nu", "os", "par", "qui",
    "ras", "sto", "tem", "ul", "vor", "wi", "xan", "yle", "zo", "thra",
];
/// Different words in all.
const VOCABULARY: usize = 30_000;

/// A generator of numbers that are random enough (SplitMix64, Steele et al. 2014).
pub(crate) struct Random(u64);

impl Random {
    /// The same seed gives the same numbers.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    /// A number from 0 up to 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Words, and how often each occurs: as Zipf and Mandelbrot found, the word of rank r with a
/// frequency of 1 / (r + 2.7).
pub(crate) struct Vocabulary {
    words: Vec<String>,
    /// The sum of the frequencies up to and with each word.
    sums: Vec<f64>,
}

impl Vocabulary {
    /// The words there are.
    pub(crate) fn new() -> Self {
        let mut words: Vec<String> = FREQUENT.split_whitespace().map(str::to_owned).collect();
        words.extend((words.len()..VOCABULARY).map(rare));
        let mut sum = 0.0;
        let sums = (0..words.len())
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        Self { words, sums }
    }

    fn word(&self, random: &mut Random) -> &str {
        let at = random.share() * self.sums.last().copied().unwrap_or_default();
        let rank = self.sums.partition_point(|sum| *sum <= at);
        self.words.get(rank).map_or("the", String::as_str)
    }

    /// Sentences of `words` words in all.
    pub(crate) fn text(&self, random: &mut Random, words: u64) -> String {
        let mut text = String::new();
        let mut left = 0;
        for at in 0..words {
            let word = self.word(random);
            if left == 0 {
                left = 5 + random.below(15);
                text.push_str(if at == 0 { "" } else { ". " });
                let mut letters = word.chars();
                text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
                text.push_str(letters.as_str());
            } else {
                text.push(' ');
                text.push_str(word);
            }
            left -= 1;
        }
        text.push('.');
        text
    }
}

/// The rare word of this number: its digits, read as syllables.
fn rare(number: usize) -> String {
    let base = SYLLABLES.len();
    [number / base / base, number / base, number].map(|digit| SYLLABLES[digit % base]).concat()
}
