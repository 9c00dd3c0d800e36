import Dispatch
import Glibc
import Testing

@testable import Runbook

@Suite struct IncidentFolderTests {
  private static let day = CivilDate("2026-11-03") ?? CivilDate(daysSince1970: 0)

  private func page(_ title: String) -> @Sendable (IncidentID, String?) -> [UInt8] {
    { id, evidence in
      var draft = IncidentDraft(title: title, status: .open)
      draft.evidence = evidence
      return Postmortem.page(of: draft, id: id)
    }
  }

  private func files(_ folder: TemporaryFolder) -> [String] {
    FileSystem.files(below: folder.path)
  }

  @Test("a taken name gets a number, never another's file")
  func collisions() throws {
    let folder = try TemporaryFolder()
    try folder.write("mine", to: "Content/incidents/2026/2026-11-03-x.md")
    try folder.write("{}", to: "Content/incidents/2026/2026-11-03-x-2.evidence.json")
    let incidents = IncidentFolder(root: folder.path)
    let created = try incidents.create(
      day: Self.day, title: "x", isTaken: { $0.hasSuffix("-3") }, page: page("x"))
    #expect(created.path == "Content/incidents/2026/2026-11-03-x-4.md")
    #expect(try FileSystem.read(incidents.absolute(created.path)) == created.bytes)
    #expect(
      try FileSystem.read("\(folder.path)/Content/incidents/2026/2026-11-03-x.md")
        == Array("mine".utf8))
  }

  @Test("evidence is kept beside the incident under its name")
  func evidence() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "runbook.yml")
    let incidents = IncidentFolder(root: folder.path)
    let created = try incidents.create(
      day: Self.day, title: "x",
      evidence: IncidentFolder.Evidence(bytes: Array("log".utf8), kind: "txt"), page: page("x"))
    // A root without Content/ is the content itself.
    #expect(created.path == "incidents/2026/2026-11-03-x.md")
    #expect(
      files(folder) == [
        "incidents/2026/2026-11-03-x.evidence.txt", "incidents/2026/2026-11-03-x.md", "runbook.yml",
      ])
    #expect(String(decoding: created.bytes, as: UTF8.self).contains("(2026-11-03-x.evidence.txt)"))
  }

  @Test("many threads make incidents of one name and change one, and nothing is lost")
  func concurrent() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "Content/synonyms.yml")
    let incidents = IncidentFolder(root: folder.path)
    let shared = try incidents.create(day: Self.day, title: "shared", page: page("shared"))
    let made = Collected<String>()
    let page = page("same")
    DispatchQueue.concurrentPerform(iterations: 24) { index in
      do {
        made.append(
          try incidents.create(day: Self.day, title: "same", page: page).id.description)
        try incidents.change(shared.path) { document throws(IncidentError) in
          try document.addTimelineRow("note \(index)", at: Timestamp(seconds: 1_800_000_000))
        }
      } catch {
        Issue.record(error)
      }
    }
    #expect(Set(made.values).count == 24)
    let document = try IncidentDocument(try incidents.read(shared.path), path: shared.path)
    let notes = Set(
      TimelineEditor.texts(in: document.incident).map { $0.split(separator: " ").last })
    #expect(notes.count == 24)
    #expect(files(folder).count == 26, "no temporary file is left")
    #expect(FileSystem.names(in: incidents.work.temporaryPath) == [])
  }

  @Test("an edit keeps what others changed meanwhile, and is refused where both changed one line")
  func changedMeanwhile() throws {
    let folder = try TemporaryFolder()
    let incidents = IncidentFolder(root: folder.path)
    let created = try incidents.create(day: Self.day, title: "x", page: page("x"))
    let text = String(decoding: created.bytes, as: UTF8.self)
    let edited = try #require(text.replacing("# x\n", with: "# x\n\nmore\n"))
    try incidents.change(created.path) { document throws(IncidentError) in
      try document.addTimelineRow("note", at: Timestamp(seconds: 0))
    }
    let merged = try incidents.replace(created.path, created.bytes, with: Array(edited.utf8))
    #expect(merged == (try incidents.read(created.path)))
    let result = String(decoding: merged, as: UTF8.self)
    #expect(result.contains("# x\n\nmore\n") && result.contains("| note |"))

    let other = try #require(text.replacing("status: open", with: "status: reviewed"))
    try incidents.change(created.path) { document throws(IncidentError) in
      try document.close(at: nil, now: Timestamp(seconds: 0))
    }
    #expect(throws: IncidentError.changedMeanwhile(path: created.path)) {
      try incidents.replace(created.path, created.bytes, with: Array(other.utf8))
    }
  }

  @Test("a lock that is held is reported after the wait")
  func locked() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/lock"
    let lock = try FileLock(path, waiting: 0)
    let error = #expect(throws: FileError.self) { try FileLock(path, waiting: 0) }
    #expect(error?.code == EWOULDBLOCK)
    withExtendedLifetime(lock) {}
  }

  @Test("what killed processes left is removed after an hour, what is being written is not")
  func sweep() throws {
    let folder = try TemporaryFolder()
    let work = WorkFolder(root: folder.path)
    try work.make(work.temporaryPath)
    for (name, age) in [("old", 4000), ("young", 10)] {
      let path = "\(work.temporaryPath)/\(name)"
      try FileSystem.write([1], to: path)
      let time = timeval(tv_sec: Int(SystemClock.wall / 1_000_000_000) - age, tv_usec: 0)
      #expect(utimes(path, [time, time]) == 0)
    }
    try work.write([2], to: "\(folder.path)/file")
    #expect(FileSystem.names(in: work.temporaryPath) == ["young"])
    #expect(try FileSystem.read("\(folder.path)/file") == [2])
  }

  @Test("the work folder is private and invisible to git")
  func workFolder() throws {
    let folder = try TemporaryFolder()
    let work = WorkFolder(root: folder.path)
    try work.make(work.draftsPath)
    #expect(mode(of: work.path) == 0o700)
    #expect(mode(of: work.draftsPath) == 0o700)
    #expect(try FileSystem.read("\(work.path)/.gitignore") == Array("*\n".utf8))
  }
}
