import Chain
import Cryptography
import PeerMessages
import Sync
import Testing

@Suite("Examining a block by the commit that follows it")
struct CommitExaminationTests {
    private func examination(
        _ chain: MadeChain, _ first: BlockResponse, _ commit: Commit?, isExtended: Bool = false
    ) throws -> CommitExamination {
        CommitExamination(
            number: 1, chainID: MadeChain.id, block: first.block, commit: try #require(commit),
            extendedCommit: first.extendedCommit, extensionsAreEnabled: isExtended, validators: chain.validators(2),
            faultModel: .byzantine)
    }

    @Test("proves it, and gives the commit to store", arguments: [false, true])
    func proof(isExtended: Bool) throws {
        let chain = try MadeChain(4, extensionsFrom: isExtended ? 1 : 0)
        let finding = try examination(
            chain, chain.response(2), chain.block(3).lastCommit, isExtended: isExtended
        ).finding()
        guard case .proven(let block) = finding.verdict else {
            Issue.record("\(finding.verdict)")
            return
        }
        #expect(block.id == chain.id(2) && block.parts.header == chain.id(2).partSetHeader)
        #expect(block.seenCommit == chain.commits[1])
        #expect(block.proof == chain.block(3).lastCommit)
    }

    @Test("verifies each signature once")
    func signatures() throws {
        let chain = try MadeChain(4, extensionsFrom: 1)
        var checked: [SignatureCheck] = []
        let finding = try examination(chain, chain.response(2), chain.block(3).lastCommit, isExtended: true)
            .finding { check in
                checked.append(check)
                return check.verify()
            }
        guard case .proven = finding.verdict else {
            Issue.record("\(finding.verdict)")
            return
        }
        #expect(checked.count == 4 && Set(checked).count == 4)
    }

    @Test("tells which of the two blocks is false", arguments: [Falsehood.signature, .power, .emptyCommit])
    func falseCommit(falsehood: Falsehood) throws {
        let chain = try MadeChain(4)
        let second = try #require(chain.response(3, with: falsehood))
        let finding = try examination(chain, chain.response(2), second.block.lastCommit).finding()
        guard case .falseCommit = finding.verdict else {
            Issue.record("\(finding.verdict)")
            return
        }
    }

    @Test(
        "tells that the first is false when the commit stands",
        arguments: [
            Falsehood.transactions, .validators, .extendedCommitMissing, .extensionSignature, .extendedCommitTooMuch,
        ])
    func falseBlock(falsehood: Falsehood) throws {
        let isExtended = falsehood == .extendedCommitMissing || falsehood == .extensionSignature
        let chain = try MadeChain(4, extensionsFrom: isExtended ? 1 : 0)
        let first = try #require(chain.response(2, with: falsehood))
        let finding = try examination(chain, first, chain.block(3).lastCommit, isExtended: isExtended).finding()
        guard case .falseBlock = finding.verdict else {
            Issue.record("\(finding.verdict)")
            return
        }
    }

    @Test("refuses an extended commit of another block though its signatures are right")
    func otherExtendedCommit() throws {
        let chain = try MadeChain(4, extensionsFrom: 1)
        var commit = chain.commits[2]
        commit.height = 2
        let first = BlockResponse(block: chain.block(2), extendedCommit: commit)
        let finding = try examination(chain, first, chain.block(3).lastCommit, isExtended: true).finding()
        guard case .falseBlock = finding.verdict else {
            Issue.record("\(finding.verdict)")
            return
        }
    }
}
