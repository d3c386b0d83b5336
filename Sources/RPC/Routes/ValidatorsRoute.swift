import Chain
import JSON
import Wire

extension Route {
    /// A page of the validators of a height.
    static let validators = Route(
        reading: "validators", "height", "page", "per_page", isCacheable: true
    ) { arguments in
        let requested = try arguments.next(.height)
        let page = try arguments.next(.optionalInt)
        let perPage = try arguments.next(.optionalInt)
        return { chain, view in
            let height = try RequestedHeight.undecided(requested, in: chain, of: view)
            guard let set = try chain.validators(at: height) else {
                throw RouteError("could not find validator set for height #\(height)")
            }
            let shown = set.validators[try Page.range(page: page, size: perPage, of: set.count)]
            return .members(
                ("block_height", .decimal(height.rawValue)), ("validators", .array(of: shown)),
                ("count", .decimal(shown.count)), ("total", .decimal(set.count)))
        }
    }

    static let consensusParameters = Route(reading: "consensus_params", "height", isCacheable: true) { arguments in
        let requested = try arguments.next(.height)
        return { chain, view in
            let height = try RequestedHeight.undecided(requested, in: chain, of: view)
            guard let parameters = try chain.parameters(at: height) else {
                throw RouteError(
                    "could not find consensus params for height #\(height): value retrieved from db is empty")
            }
            return .members(("block_height", .decimal(height.rawValue)), ("consensus_params", parameters.json))
        }
    }
}
