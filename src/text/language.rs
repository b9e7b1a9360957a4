//! The languages of fences that are highlighted, under the names people write.
//! Not here: the syntax definitions themselves (two-face).

/// Names people write, and the token under which the syntax set finds the language; a name that
/// stands alone is its own token. A test holds every token against the set.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("sh", &["sh", "bash", "shell", "zsh", "shell-session", "shellscript", "console", "ksh"]),
    ("c", &["c", "h"]),
    ("cpp", &["cpp", "c++", "cxx", "cc", "hpp", "hh"]),
    ("cs", &["cs", "csharp", "c#"]),
    ("clj", &["clj", "clojure", "edn"]),
    ("cmake", &["cmake"]),
    ("coffee", &["coffee", "coffeescript"]),
    ("cr", &["cr", "crystal"]),
    ("css", &["css"]),
    ("scss", &["scss"]),
    ("sass", &["sass"]),
    ("less", &["less"]),
    ("d", &["d", "dlang"]),
    ("dart", &["dart"]),
    ("diff", &["diff", "patch", "udiff"]),
    ("dockerfile", &["dockerfile", "docker", "containerfile"]),
    ("dot", &["dot", "graphviz"]),
    ("elm", &["elm"]),
    ("ex", &["ex", "elixir", "exs"]),
    ("erl", &["erl", "erlang"]),
    ("fs", &["fs", "fsharp", "f#"]),
    ("fish", &["fish"]),
    ("f90", &["f90", "fortran"]),
    ("go", &["go", "golang"]),
    ("graphql", &["graphql", "gql"]),
    ("groovy", &["groovy", "gradle", "jenkinsfile"]),
    ("hs", &["hs", "haskell"]),
    ("html", &["html", "htm", "xhtml"]),
    ("ini", &["ini", "cfg", "conf", "properties"]),
    ("java", &["java"]),
    ("js", &["js", "javascript", "jsx", "mjs", "cjs", "node"]),
    ("json", &["json", "jsonc", "json5", "jsonl", "ndjson"]),
    ("jl", &["jl", "julia"]),
    ("kt", &["kt", "kotlin", "kts"]),
    ("tex", &["tex", "latex"]),
    ("lisp", &["lisp", "elisp", "common-lisp", "scheme"]),
    ("lua", &["lua"]),
    ("makefile", &["makefile", "make", "mk"]),
    ("md", &["md", "markdown"]),
    ("matlab", &["matlab", "octave"]),
    ("nginx", &["nginx"]),
    ("nim", &["nim"]),
    ("nix", &["nix"]),
    ("m", &["m", "objective-c", "objc", "objectivec"]),
    ("ml", &["ml", "ocaml"]),
    ("pas", &["pas", "pascal", "delphi"]),
    ("pl", &["pl", "perl"]),
    ("php", &["php"]),
    ("proto", &["proto", "protobuf"]),
    ("puppet", &["pp", "puppet"]),
    ("py", &["py", "python", "python3", "py3", "pycon"]),
    ("r", &["r", "rlang"]),
    ("rb", &["rb", "ruby"]),
    ("rs", &["rs", "rust"]),
    ("scala", &["scala", "sc"]),
    ("sql", &["sql", "mysql", "postgresql", "postgres", "plsql", "sqlite", "athena", "redshift"]),
    ("svelte", &["svelte"]),
    ("swift", &["swift"]),
    ("tf", &["tf", "terraform", "hcl", "tfvars"]),
    ("toml", &["toml"]),
    ("ts", &["ts", "typescript", "mts", "cts"]),
    ("tsx", &["tsx"]),
    ("vim", &["vim", "viml", "vimscript"]),
    ("vue", &["vue"]),
    ("xml", &["xml", "svg", "xsd", "xsl", "plist"]),
    ("yaml", &["yaml", "yml", "cloudformation"]),
    ("zig", &["zig"]),
];

/// The token of a language, by the first word of a fence's info string in any case.
pub(crate) fn canonical(language: &str) -> Option<&'static str> {
    let is_named = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(language));
    LANGUAGES.iter().find(|(_, names)| is_named(names)).map(|(token, _)| *token)
}

/// The language in a fence's info string: its first word, without the signs some put around it.
pub(crate) fn of_info(info: &str) -> &str {
    let stop =
        |symbol: char| symbol.is_whitespace() || matches!(symbol, ',' | '{' | '}' | ':' | ';');
    let start = info.trim_start_matches(['{', '.', ' ']);
    start.split(stop).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_a_syntax() {
        let set = two_face::syntax::extra_newlines();
        let missing: Vec<&str> = LANGUAGES
            .iter()
            .map(|(token, _)| *token)
            .filter(|token| set.find_syntax_by_token(token).is_none())
            .collect();
        assert!(missing.is_empty(), "no syntax for {missing:?}");
    }

    #[test]
    fn info_strings_name_their_language() {
        assert_eq!(of_info("rust,ignore"), "rust");
        assert_eq!(of_info("{.python .numberLines}"), "python");
        assert_eq!(of_info("js title=\"a.js\""), "js");
        assert_eq!(canonical("Rust"), Some("rs"));
        assert_eq!(canonical("klingon"), None);
    }
}
