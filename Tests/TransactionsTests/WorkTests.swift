import Cryptography
import Testing
import Transactions
import Wire

@Suite("Works")
struct WorkTests {
    private func canonical(_ text: String) -> String? {
        CanonicalText(ByteString(text)).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(
        "Text that only looks like markup stays",
        arguments: [
            "if a < b and c > d then 3 < x > 1", "<3", "< p>", "<>", "a<b", "<p", "<p x", "<p <q", "</>", "<1>",
            "<é>", "&amp; &#65;",
        ])
    func prose(text: String) {
        #expect(canonical(text) == text && CanonicalText(ByteString(text))?.hasLostMarkup == false)
    }

    @Test(
        "Markup goes, the words stay",
        arguments: [
            ("<!-- wp:paragraph --><p class=\"x\">The same words.</p><!-- /wp:paragraph -->", "The same words."),
            ("<p>Tom &amp; Jerry &lt;3 &quot;q&quot; &apos;&nbsp;.</p>", "Tom & Jerry <3 \"q\" ' ."),
            ("<p>caf&#233; &#x2014; &#X41; &#1114112; &#x110000; &#;</p>", "café — A &#1114112; &#x110000; &#;"),
            ("<b>&amp;lt;</b>", "&lt;"),
            ("<SCRIPT>x</sCript\u{a0}>a<style >y</style>b<script>c", "abc"),
            ("<script>x</scripts></script>a", "a"),
            ("a<scripts>b", "ab"),
            ("a<!-->b-->c<b>d</b>", "acd"),
            ("a<!-- b<b>c", "ac"),
            ("one<BR\n/>two<br >three<brx>four", "one\ntwo\nthreefour"),
            ("<prefix>a</prefix><pre>b</pre><p_x>c", "a\nb\nc"),
            ("<div>a\nb\n\n\n\nc</div>", "a\nb\n\nc"),
            ("<p>\n \t\n  a \n \t</p>", "  a "),
            ("<b>a > b < c</b>", "a > b "),
            ("<i>x</i> <", "x <"),
        ])
    func markup(text: String, expected: String) {
        #expect(canonical(text) == expected)
    }

    @Test(
        "Nothing but markup has no canonical text",
        arguments: ["<img src=\"x\">", "<p>&nbsp;\u{3000}\u{feff}</p>", "<hr>"])
    func nothing(text: String) {
        #expect(CanonicalText(ByteString(text)) == nil)
    }

    @Test(
        "Markup that never ends takes time in proportion to its length",
        arguments: ["<script>", "<!--", "<p ", "<", "</script ", "&a"])
    func hostile(piece: String) {
        let text = "<b>x</b>" + String(repeating: piece, count: 40_000)
        #expect(CanonicalText(ByteString(text)) != nil)
    }

    @Test("The commitment does not depend on the pieces in which a file comes")
    func pieces() {
        for size in [0, 1, 1023, 1024, 1025, 2048, 3072, 5000, 9 * 1024 + 1] {
            let file = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            var commitment = FileCommitment()
            for start in stride(from: 0, to: size, by: 700) {
                commitment.update(Array(file[start..<min(start + 700, size)]))
            }
            #expect(commitment.finalize() == FileCommitment.root(of: file))
            #expect(FileCommitment.root(of: file) == reference(file))
        }
    }

    /// RFC 6962 §2.1, word by word, with another prefix for leaves.
    private func reference(_ file: [UInt8]) -> Hash {
        let leaves = stride(from: 0, to: max(1, file.count), by: 1024).map { start in
            SHA256.hash([3] + file[start..<min(start + 1024, file.count)])
        }
        return reference(leaves[...])
    }

    private func reference(_ leaves: ArraySlice<Hash>) -> Hash {
        if leaves.count == 1 { return leaves[leaves.startIndex] }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let left = reference(leaves.prefix(split)), right = reference(leaves.dropFirst(split))
        return SHA256.hash([1] + left.bytes + right.bytes)
    }
}
