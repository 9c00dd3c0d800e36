/// The parts of an image reference: `[registry/]repository[:tag][@digest]`.
struct ImageReference: Equatable, Sendable {
  /// The account of a private registry of ECR; nil for any other registry.
  var account: String?
  var region: String?
  var repository: String
  var tag: String?
  var digest: String?

  /// Reads a reference; nil for one without a repository.
  init?(_ reference: String) {
    let halves = reference.parts(by: "@", most: 1)
    guard let name = halves.first else { return nil }
    if halves.count > 1 { digest = String(halves[1]) }
    var parts = String(name).parts(by: "/").map(String.init)
    guard let last = parts.popLast() else { return nil }
    let ends = last.parts(by: ":", most: 1)
    guard let bare = ends.first else { return nil }
    if ends.count > 1 { tag = String(ends[1]) }
    if let registry = parts.first, registry.contains(folded: ".dkr.ecr") {
      let labels = registry.parts(by: ".")
      guard labels.count > 3, labels[0].utf8.count == 12 else { return nil }
      account = String(labels[0])
      region = String(labels[3])
      parts.removeFirst()
    }
    repository = (parts + [String(bare)]).joined(separator: "/")
  }
}

/// What ECR says of images, as `describe-images` and `batch-get-image` give it.
struct RegistryAnswer: Sendable {
  /// One image that is there, or one that was asked for and is not.
  struct Image: Sendable {
    enum State: String, Sendable {
      case present
      case noImage = "no-image"
      case noRepository = "no-repository"
    }
    var repository: String
    var tags: [String]
    var digest: String?
    var state: State
    var source: JSONValue
  }

  var images: [Image] = []

  /// What is known of the image of a container.
  func image(_ reference: ImageReference) -> Image? {
    images.first { image in
      guard image.repository == reference.repository else { return false }
      if image.state == .noRepository { return true }
      if let digest = reference.digest { return image.digest == digest }
      return image.tags.contains(reference.tag ?? "latest")
    }
  }

  /// Takes what one answer says; false where it is none of these.
  mutating func read(_ fields: Fields) -> Bool {
    if fields.value("imageDetails")?.kind == .array {
      let details = fields.objects("imageDetails")
      for detail in details {
        guard let repository = detail.string("repositoryName") else { continue }
        add(repository.value, detail.strings("imageTags").map(\.value), detail)
      }
      if details.isEmpty { addMissing(fields) }
    } else if fields.value("images")?.kind == .array,
      fields.value("failures")?.kind == .array
        || fields.objectsQuietly("images").contains(where: { $0.has("imageManifest") })
    {
      for image in fields.objects("images") {
        guard let repository = image.string("repositoryName") else { continue }
        let tag = image.objectQuietly("imageId")?.string("imageTag")
        add(repository.value, [tag?.value].compactMap { $0 }, image)
      }
      let repository = fields.objectsQuietly("images").first?.string("repositoryName")?.value
      for failure in fields.objects("failures") {
        guard let id = failure.objectQuietly("imageId"),
          failure.string("failureCode")?.value == "ImageNotFound"
        else { continue }
        images.append(
          Image(
            repository: failure.string("repositoryName")?.value ?? repository ?? "",
            tags: [id.string("imageTag")?.value].compactMap { $0 },
            digest: id.string("imageDigest")?.value, state: .noImage, source: failure.source))
      }
    } else {
      return false
    }
    return true
  }

  private mutating func add(_ repository: String, _ tags: [String], _ fields: Fields) {
    let digest =
      fields.string("imageDigest") ?? fields.objectQuietly("imageId")?.string("imageDigest")
    images.append(
      Image(
        repository: repository, tags: tags, digest: digest?.value, state: .present,
        source: fields.source))
  }

  /// An empty list with what was asked for beside it and the error that answered.
  private mutating func addMissing(_ fields: Fields) {
    guard let repository = fields.string("repositoryName"), let error = fields.string("errorCode")
    else { return }
    let isWhole = error.value == "RepositoryNotFoundException"
    images.append(
      Image(
        repository: repository.value,
        tags: [fields.string("imageTag")?.value].compactMap { $0 },
        digest: fields.string("imageDigest")?.value, state: isWhole ? .noRepository : .noImage,
        source: error.source))
  }
}

extension Facts {
  /// Adds whether the registry has the image of the container that failed.
  mutating func add(_ registry: RegistryAnswer, of images: [String]) {
    for text in images {
      guard let reference = ImageReference(text), let known = registry.image(reference) else {
        continue
      }
      add(.imageInRegistry, known.state.rawValue, .json(known.source))
      if known.state != .present { placeholders.take(image: text) }
    }
  }
}
