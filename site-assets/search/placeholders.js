// Values for the placeholders of commands, such as <cluster>, read from what was pasted. See
// `PlaceholderText` and `Placeholders` in Sources/Runbook/Symptom.
(function (site) {
  "use strict";

  const isRegion = (text) => /^(?=[a-z]{1,4}-)[a-z]+(?:-[a-z]+){1,2}-\+?[0-9]{1,18}$/.test(text);
  const isAccount = (text) => /^[0-9]{12}$/.test(text);
  const isID = (text) => /^[0-9a-fA-F]{32}$/.test(text);
  const isName = (text) => /^[0-9A-Za-z_.-]+$/.test(text);
  const parts = (text, separator) => text.split(separator).filter((part) => part);

  class Placeholders {
    constructor() { this.map = new Map(); }

    get(name) { return this.map.get(name); }

    /** Adds a value; the first of a name stays, and one that a shell would read is refused. */
    add(name, value) {
      if (this.map.has(name) || !value || value.length > 2048) return;
      if (!/^[-_./:@+=,#%0-9A-Za-z]+$/.test(value) || /^[-=#]/.test(value)) return;
      this.map.set(name, value);
    }

    /** The command with every placeholder that has a value filled in. */
    fill(command) {
      return command.replace(/<([a-z0-9-]+)>/g, (whole, name) => this.map.get(name) ?? whole);
    }

    /** Adds what an ARN names. */
    takeARN(arn) {
      const fields = arn.split(":");
      if (fields.length < 6 || fields[0] !== "arn" || !fields[1].startsWith("aws")) return;
      const resource = fields.slice(5).join(":");
      if (isRegion(fields[3])) this.add("region", fields[3]);
      if (isAccount(fields[4])) this.add("account-id", fields[4]);
      const path = parts(resource, "/");
      if (!path.length) return;
      const [kind, second] = path, last = path[path.length - 1];
      switch (fields[2]) {
        case "ecs": return this.takeECS(kind, path, arn);
        case "elasticloadbalancing":
          if (kind === "targetgroup") this.add("target-group-arn", arn);
          if (kind === "loadbalancer") this.add("load-balancer-arn", arn);
          return;
        case "secretsmanager": return this.add("secret-arn", arn);
        case "ssm":
          if (kind === "parameter") this.add("parameter-name", resource.slice("parameter".length));
          return;
        case "iam":
          if (kind !== "role" || path.length < 2) return;
          this.add("role-arn", arn);
          return this.add("role-name", last);
        case "sts":
          if (kind === "assumed-role") this.add("role-name", second);
          return;
        case "logs": {
          const names = parts(resource, ":");
          if (names[0] === "log-group") this.add("log-group", names[1]);
          if (names[2] === "log-stream") this.add("log-stream", names[3]);
          return;
        }
        case "kms": return this.add("kms-key-arn", arn);
        case "s3": return this.add("bucket", kind);
        case "ecr":
          if (kind === "repository") this.add("repository", resource.slice("repository/".length));
          return;
        case "elasticfilesystem":
          if (kind === "file-system") this.add("file-system-id", second);
          return;
        case "ec2": {
          const names = { subnet: "subnet-id", vpc: "vpc-id", "security-group": "security-group-id" };
          if (Object.hasOwn(names, kind)) this.add(names[kind], second);
        }
      }
    }

    takeECS(kind, path, arn) {
      if (path.length < 2) return;
      const last = path[path.length - 1];
      const hasCluster = path.length === 3;
      switch (kind) {
        case "cluster": return this.add("cluster", last);
        case "task":
          if (hasCluster) this.add("cluster", path[1]);
          this.add("task-id", last);
          return this.add("task-arn", arn);
        case "service":
          if (hasCluster) this.add("cluster", path[1]);
          return this.add("service", last);
        case "container":
          if (path.length !== 4) return;
          this.add("cluster", path[1]);
          return this.add("task-id", path[2]);
        case "task-definition":
          this.add("task-definition", last);
          return this.add("family", last.split(":", 1)[0]);
        case "container-instance":
          if (hasCluster) this.add("cluster", path[1]);
          return this.add("container-instance-id", last);
        case "capacity-provider": return this.add("capacity-provider", last);
        case "service-deployment":
        case "service-revision":
          if (path.length === 4) {
            this.add("cluster", path[1]);
            this.add("service", path[2]);
          }
          if (kind === "service-revision") this.add("service-revision-arn", arn);
      }
    }

    /** Adds what an image reference names: `[registry/]repository[:tag][@digest]`. */
    takeImage(reference) {
      const bare = reference.replace(/^@+/, "");
      const at = bare.indexOf("@");
      const name = at < 0 ? bare : bare.slice(0, at);
      const after = at < 0 ? "" : bare.slice(at + 1);
      const path = parts(name, "/");
      if (!path.length) return;
      const last = path[path.length - 1];
      const isECR = path.length > 1 && path[0].includes(".dkr.ecr");
      if (isECR) {
        const labels = parts(path[0], ".");
        if (labels.length > 3) {
          if (isAccount(labels[0])) this.add("account-id", labels[0]);
          if (isRegion(labels[3])) this.add("region", labels[3]);
        }
      }
      const tag = parts(last, ":");
      const folders = path.slice(isECR ? 1 : 0, -1);
      // `https://…/v2/app/manifests/v1` is the registry's own path for app:v1.
      if (isECR && folders[0] === "v2") {
        folders.shift();
        const kind = folders.pop();
        if (kind !== "manifests" && kind !== "blobs") return;
        this.add("repository", folders.join("/"));
        if (kind === "manifests" && tag.length === 1) this.add("tag", last);
        return;
      }
      this.add("image", reference);
      if (isECR && tag.length) {
        this.add("repository", [...folders, tag[0]].join("/"));
        if (tag.length > 1) this.add("tag", tag[1]);
      }
      if (after.startsWith("sha256:")) this.add("digest", after);
    }

    /** Adds names that follow from others: the parts of an image or of a task definition. */
    finish() {
      const image = this.get("image"), definition = this.get("task-definition");
      if (image) this.takeImage(image);
      if (definition) this.add("family", definition.split(":", 1)[0]);
    }
  }

  /** Finds values in a text: ARNs, ids, image references, `--cluster prod`. */
  class PlaceholderText {
    constructor(text, values) {
      this.plain = text.plain;
      this.folded = text.folded;
      this.values = values;
      this.covered = 0; // where the last ARN ended: its parts are not read again
    }

    finish() { this.values.finish(); }

    /** The run of ARN characters from a place, without punctuation at its end. */
    run(start, ending) {
      const pattern = /[0-9A-Za-z_.:/+=@-]*/y;
      pattern.lastIndex = start;
      return pattern.exec(this.plain)[0].replace(ending, "");
    }

    takeARN(start) {
      if (start < this.covered || this.plain[start + 3] !== ":" || start + 4 >= this.plain.length) return;
      const arn = this.run(start, /[.:,\-/]+$/);
      this.covered = start + arn.length;
      this.values.takeARN(arn);
    }

    takeImage(place) {
      if (place < this.covered) return;
      const start = place - /[0-9A-Za-z_.-]*$/.exec(this.plain.slice(0, place))[0].length;
      const reference = this.plain.slice(start, place) + this.run(place, /[.:,\-/]+$/);
      this.covered = start + reference.length;
      this.values.takeImage(reference);
    }

    takeID(name, { start, end }) {
      if (start < this.covered || this.plain[end] !== "-") return;
      const digits = /^[0-9a-f]*/.exec(this.folded.slice(end + 1, end + 200))[0];
      if (digits.length > 7) this.values.add(name, this.plain.slice(start, end + 1 + digits.length));
    }

    /** A name after its key: `cluster: prod`, `--service web`, `(task 0123…)`, `"family": "x"`. */
    takeNamed(name, keyEnd) {
      const gap = /^[ :="'[{]*/.exec(this.plain.slice(keyEnd, keyEnd + 6))[0];
      const start = keyEnd + gap.length;
      if (!gap || start < this.covered) return;
      const value = this.run(start, /[.:,-]+$/);
      if (!value) return;
      const before = this.plain.slice(Math.max(0, keyEnd - 80), keyEnd);
      const isOption = /(?:^|[^0-9A-Za-z_.-])--[0-9A-Za-z_.-]+$/.test(before);
      if (this.accepts(name, value, /[:=["]/.test(gap), isOption, keyEnd)) this.values.add(name, value);
    }

    /** Whether a value looks like what the placeholder needs; `service is down` does not. */
    accepts(name, value, isKeyed, isOption, keyEnd) {
      const isPlain = isName(value), isLong = value.length > 1;
      const isInParentheses = (key) => this.plain[keyEnd - key.length - 1] === "(";
      switch (name) {
        case "task-id":
        case "container-instance-id": return isID(value);
        case "account-id": return isAccount(value);
        case "port":
          return /^0*[1-9][0-9]{0,4}$/.test(value) && Number(value) <= 65535
            && (isKeyed || isInParentheses("port"));
        case "region": return isRegion(value);
        case "deployment-id": return value.startsWith("ecs-svc/");
        case "image": return value.includes("/") && !value.startsWith("/");
        case "parameter-name": return value.startsWith("/");
        case "log-group": return value.startsWith("/") || isKeyed && isPlain && value.includes("-");
        case "stream-prefix":
        case "family":
        case "bucket":
        case "repository":
        case "capacity-provider": return (isKeyed || isOption) && isPlain && isLong;
        case "subnet-id": return value.startsWith("subnet-");
        case "service":
          return !value.startsWith("service:") && isPlain && isLong
            && (isKeyed || isOption || isInParentheses("service"));
        default: return isPlain && isLong && (isKeyed || isOption);
      }
    }
  }

  Object.assign(site, { Placeholders, PlaceholderText });
})(runbookSite);
