import Engine
import Testing

@testable import Recording

@Suite("Effects in a recording")
struct EffectTraceTests {
    @Test("Every kind of effect has a trace, and no two different effects have the same")
    func distinct() throws {
        let harvest = try Harvest.shared.get()
        let samples = try Samples().effects
        let missing = Set(ActionKind.allCases).subtracting(samples.map(\.action.kind) + harvest.effects.keys)
        #expect(missing == [], "no sample of these")
        let traces = samples.map { EffectTrace($0) }
        #expect(Set(traces).count == traces.count)
        for (trace, effect) in zip(traces, samples) {
            #expect(EffectTrace(effect) == trace)
            #expect("\(trace)".hasPrefix("\(effect.action.kind) "))
        }
        for (kind, effects) in harvest.effects {
            for effect in effects { #expect(EffectTrace(effect).kind == kind.rawValue) }
        }
    }

    @Test("The names of kinds are those of the contract")
    func names() throws {
        for (kind, effects) in try Harvest.shared.get().effects {
            for effect in effects {
                let name = "\(effect.action)".prefix { $0 != "(" }
                #expect("\(kind)".hasPrefix(name), "\(kind)")
            }
        }
    }
}
