package dev.clue.onnx.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelUnfitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the hub says of a repository.
 *
 * @param name the repository and the revision that was asked for
 * @param commit what that revision is now
 * @param licence by the model card, such as {@code apache-2.0}; empty if it names none
 * @param files all of them
 */
public record HubListing(HubName name, String commit, Optional<String> licence, List<HubFile> files) {

    private static final int MOST_FILES = 20_000;

    /** The file of this path. */
    public Optional<HubFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    /** @throws ModelUnfitException if the answer is not what the hub's protocol says */
    static HubListing of(HubName name, JsonNode answer) {
        String commit = answer.path("sha").asText("");
        JsonNode siblings = answer.path("siblings");
        if (!HubName.isCommit(commit) || !siblings.isArray() || siblings.size() > MOST_FILES) {
            throw new ModelUnfitException("the server's answer about " + name
                    + " names no commit with its files. Check that HF_ENDPOINT is a hub.");
        }
        List<HubFile> files = new ArrayList<>();
        for (JsonNode sibling : siblings) {
            files.add(file(name, sibling));
        }
        return new HubListing(name, commit, licence(answer), List.copyOf(files));
    }

    private static HubFile file(HubName name, JsonNode sibling) {
        String path = sibling.path("rfilename").asText("");
        JsonNode large = sibling.path("lfs");
        JsonNode size =
                large.isObject() && large.path("size").isIntegralNumber() ? large.path("size") : sibling.path("size");
        try {
            ContentDigest digest = large.isObject()
                    ? new ContentDigest(
                            ContentDigest.Kind.SHA256, large.path("sha256").asText(""))
                    : new ContentDigest(
                            ContentDigest.Kind.GIT_SHA1, sibling.path("blobId").asText(""));
            if (!size.isIntegralNumber()) {
                throw new IllegalArgumentException("no size");
            }
            return new HubFile(path, size.longValue(), digest);
        } catch (IllegalArgumentException e) {
            throw new ModelUnfitException(
                    "the server gives no size and digest for " + path + " of " + name
                            + ", so the file could not be checked and is not fetched. Check that HF_ENDPOINT is a hub.",
                    e);
        }
    }

    private static Optional<String> licence(JsonNode answer) {
        JsonNode card = answer.path("cardData");
        String named = card.path("license").asText("");
        String special = card.path("license_name").asText("");
        String shown = named.equals("other") && !special.isEmpty() ? special : named;
        return shown.isEmpty() ? tagged(answer) : Optional.of(shown);
    }

    private static Optional<String> tagged(JsonNode answer) {
        for (JsonNode tag : answer.path("tags")) {
            if (tag.asText("").startsWith("license:")) {
                return Optional.of(tag.asText().substring("license:".length()));
            }
        }
        return Optional.empty();
    }
}
