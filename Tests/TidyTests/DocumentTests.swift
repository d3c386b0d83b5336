import Foundation
import Testing

@Suite("Documents")
struct DocumentTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOf: SourceFile.root.appending(path: path), encoding: .utf8)
    }

    @Test("The README stays within 150 lines")
    func readmeLength() throws {
        #expect(try text("README.md").split(separator: "\n", omittingEmptySubsequences: false).count <= 151)
    }

    @Test("Every file that deviates from CometBFT is named in docs/conformance.md")
    func deviations() throws {
        let conformance = try text("docs/conformance.md")
        for file in try SourceFile.all(below: "Sources") {
            let raw = try text(file.path)
            guard raw.contains("Deviation:") else { continue }
            let name = String(file.path.split(separator: "/").last ?? "")
            #expect(
                conformance.contains(name), "\(file.path) says 'Deviation:' and docs/conformance.md does not name it")
        }
    }

    @Test("Every link between documents leads to a file", arguments: ["README.md", "CONTRIBUTING.md", "docs"])
    func links(place: String) throws {
        let base = SourceFile.root.appending(path: place)
        let names = place.hasSuffix(".md") ? [place] : try markdownFiles(below: base).map { "\(place)/\($0)" }
        let expression = try NSRegularExpression(pattern: #"\]\(([^)#]+)[^)]*\)"#)
        for name in names {
            let content = try text(name)
            let folder = SourceFile.root.appending(path: name).deletingLastPathComponent()
            for match in expression.matches(in: content, range: NSRange(content.startIndex..., in: content)) {
                guard let range = Range(match.range(at: 1), in: content) else { continue }
                let target = String(content[range])
                if target.hasPrefix("http") { continue }
                let exists = FileManager.default.fileExists(atPath: folder.appending(path: target).path)
                #expect(exists, "\(name) links to \(target)")
            }
        }
    }

    @Test("Every test that docs/security.md names is there")
    func securityTests() throws {
        let tests = try SourceFile.all(below: "Tests").map { (file: $0.path, text: try text($0.path)) }
        let named = try text("docs/security.md").matches(of: /`(\w+Tests)\.(\w+)`/)
        #expect(named.count > 50)
        for match in named {
            let isThere = tests.contains {
                $0.text.contains("struct \(match.1) ") && $0.text.contains(" func \(match.2)(")
            }
            #expect(isThere, "\(match.1).\(match.2)")
        }
    }

    private func markdownFiles(below folder: URL) throws -> [String] {
        (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(".md") }
    }

    @Test("Every dependency has its line in docs/decisions/dependencies.md")
    func dependencies() throws {
        let decisions = try text("docs/decisions/dependencies.md")
        let manifest = try text("Package.swift")
        let packages = manifest.matches(of: /url: "https:\/\/github.com\/[^\/"]+\/([^"]+)"/).map { String($0.1) }
        let libraries = manifest.matches(of: /pkgConfig: "([^"]+)"/).map { String($0.1) }
        #expect(!packages.isEmpty && !libraries.isEmpty)
        for name in packages + libraries { #expect(decisions.contains(name), "\(name)") }
    }
}
