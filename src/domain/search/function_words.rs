//! English words that carry no subject. Packs in other languages lose nothing but these spellings.

/// Words that may miss: a question's scaffolding.
pub(super) const FUNCTION: &[&str] = &[
    "a", "about", "after", "all", "also", "although", "am", "an", "and", "any", "are", "arent", "as", "at", "be",
    "because", "been", "before", "being", "between", "both", "but", "by", "can", "cannot", "cant", "could", "did",
    "do", "does", "doesnt", "doing", "done", "dont", "during", "each", "either", "else", "even", "ever", "for", "from",
    "had", "has", "hasnt", "have", "having", "he", "her", "here", "his", "how", "i", "if", "im", "in", "into", "is",
    "isnt", "it", "its", "itself", "ive", "just", "may", "me", "might", "more", "most", "much", "must", "my", "no",
    "nor", "not", "of", "off", "on", "only", "onto", "or", "other", "our", "out", "over", "own", "per", "please",
    "shall", "she", "should", "shouldnt", "since", "so", "some", "still", "such", "than", "that", "thats", "the",
    "their", "them", "then", "there", "theres", "these", "they", "this", "those", "though", "through", "to", "too",
    "under", "until", "up", "upon", "us", "versus", "very", "via", "vs", "was", "wasnt", "we", "were", "what", "whats",
    "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without",
    "wont", "would", "you", "your", "yours",
];

/// Words that say little: they count where they hit and may miss.
pub(super) const LIGHT: &[&str] = &[
    "able",
    "actually",
    "allow",
    "allowed",
    "always",
    "another",
    "anything",
    "become",
    "best",
    "better",
    "big",
    "choose",
    "come",
    "comes",
    "difference",
    "different",
    "enough",
    "every",
    "everything",
    "find",
    "five",
    "four",
    "get",
    "gets",
    "getting",
    "give",
    "given",
    "gives",
    "go",
    "goes",
    "good",
    "got",
    "happen",
    "happened",
    "happening",
    "happens",
    "help",
    "instead",
    "keep",
    "keeps",
    "know",
    "let",
    "like",
    "long",
    "make",
    "makes",
    "making",
    "many",
    "mean",
    "means",
    "need",
    "needed",
    "needs",
    "never",
    "one",
    "ones",
    "possible",
    "put",
    "really",
    "right",
    "run",
    "running",
    "runs",
    "same",
    "say",
    "says",
    "see",
    "set",
    "something",
    "supported",
    "supports",
    "take",
    "takes",
    "tell",
    "thing",
    "things",
    "three",
    "try",
    "trying",
    "turn",
    "two",
    "use",
    "used",
    "uses",
    "using",
    "want",
    "wants",
    "way",
    "work",
    "working",
    "works",
    "wrong",
];

/// Whether `word`, folded, is in [`LIGHT`].
pub(super) fn is_light(word: &str) -> bool {
    LIGHT.binary_search(&word).is_ok()
}

/// Whether `word`, folded, is in [`FUNCTION`].
pub(super) fn is_function(word: &str) -> bool {
    FUNCTION.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_are_sorted_and_disjoint() {
        assert!(FUNCTION.is_sorted_by(|a, b| a < b) && LIGHT.is_sorted_by(|a, b| a < b));
        assert!(FUNCTION.iter().all(|word| !is_light(word)));
    }
}
