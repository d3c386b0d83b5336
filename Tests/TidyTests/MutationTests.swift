import Foundation
import Testing
import mutations

@Suite("Mutations")
struct MutationTests {
    @Test("Each mutation changes text that is in the sources exactly once", arguments: Mutation.all)
    func anchors(mutation: Mutation) throws {
        #expect(!mutation.changes.isEmpty && !mutation.places.isEmpty)
        for change in mutation.changes {
            let text = try String(contentsOf: SourceFile.root.appending(path: change.file), encoding: .utf8)
            #expect(try change.applied(to: text) != text)
        }
    }

    @Test("No two mutations have the same name, and each says what it breaks")
    func names() {
        #expect(Set(Mutation.all.map(\.name)).count == Mutation.all.count)
        #expect(Mutation.all.allSatisfy { !$0.breaks.isEmpty })
    }
}
