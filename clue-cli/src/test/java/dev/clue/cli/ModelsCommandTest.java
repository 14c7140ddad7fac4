package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.cli.engine.ModelSource;
import dev.clue.cli.engine.ModelSources;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.onnx.ModelKind;
import dev.clue.onnx.ModelStore;
import dev.clue.onnx.Precision;
import dev.clue.onnx.PublishedModel;
import dev.clue.onnx.hub.HubListing;
import dev.clue.onnx.hub.HubName;
import dev.clue.onnx.hub.PullListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void listNamesEveryModelWithItsSizeAndPurpose() {
        Result result = new Clue(folder).run("models", "list");
        assertThat(result.status()).isZero();
        assertThat(result.lines().getFirst()).isEqualTo("pictogram          29.0 MiB  drawn scenes");
    }

    @Test
    void verifyReportsEveryModelAndFailsIfOneIsDamaged() {
        Result result = new Clue(folder).run("models", "verify");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.out()).isEqualTo("pictogram: good\n");
        assertThat(result.err()).contains("broken: broken/decoder.onnx is missing");
    }

    @Test
    void verifySaysWhatItCouldNotCheck() {
        Result result = new Clue(folder).run("models", "verify", "downloaded");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .isEqualTo("downloaded: opens; no digests were checked, because it has no manifest.json\n");
    }

    @Test
    void verifyChecksTheNamedModels() {
        assertThat(new Clue(folder).run("models", "verify", "pictogram").status())
                .isZero();
        assertThat(new Clue(folder).run("models").status()).isEqualTo(ExitStatus.USAGE.code());
    }

    @Test
    void pullSaysWhatWasFetchedUnderWhichLicence() {
        Shelf shelf = new Shelf();
        Result result = new Clue(folder).models(shelf).run("models", "pull", "--precision", "q4", "hf:owner/name");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .isEqualTo("hf:owner/name: object detector, licence apache-2.0, 2.0 MiB in snapshots\n");
        assertThat(result.err())
                .isEqualTo("hf:owner/name at 01234567, licence apache-2.0: 1.5 MiB to fetch\n"
                        + "hub answered 503: trying again in 1 s\n");
        assertThat(shelf.asked).containsExactly("pull hf:owner/name Q4");
    }

    @Test
    void listShowsWhatIsKnownAndWhatItNeeds() {
        Result result = new Clue(folder).models(new Shelf()).run("models", "list");
        assertThat(result.status()).isZero();
        assertThat(result.lines().getFirst()).startsWith("owlv2-b16");
        assertThat(result.out())
                .contains("estimates")
                .containsPattern("owlv2-b16 +object detector +Apache-2.0 +0.57 GiB, memory +2.0 GiB, +5.5 s +here")
                .containsPattern("smolvlm2-256m .*hf:HuggingFaceTB/SmolVLM2-256M-Video-Instruct");
        assertThat(result.lines()).hasSize(3 + PublishedModel.ALL.size());
    }

    @Test
    void rmSaysWhatWasFreed() {
        Result result = new Clue(folder).models(new Shelf()).run("models", "rm", "owlv2-b16");
        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo("owlv2-b16: removed, 3.0 MiB freed\n");
    }

    @Test
    void rmSaysWhatStays() {
        Result result = new Clue(folder).models(new Shelf()).run("models", "rm", "shared");
        assertThat(result.out())
                .isEqualTo("shared: removed, 3.0 MiB freed; 2 files stay: hf:owner/name@v1 shows them too\n");
    }

    @Test
    void aDamagedNoteIsReportedAndTheOthersAreListed() {
        Shelf shelf = new Shelf();
        shelf.damaged.add("the note of what was fetched of hf:a/b@main is damaged");
        Result listed = new Clue(folder).models(shelf).run("models", "list");
        assertThat(listed.status()).isZero();
        assertThat(listed.lines().getFirst()).startsWith("owlv2-b16");
        assertThat(listed.err()).contains("clue: the note of what was fetched of hf:a/b@main is damaged");
        Result verified = new Clue(folder).models(shelf).run("models", "verify");
        assertThat(verified.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(verified.out()).contains("owlv2-b16");
        assertThat(verified.err()).contains("hf:a/b@main is damaged");
    }

    @Test
    void whatCannotBeFetchedHasTheExitCodeOfItsCause() {
        Shelf shelf = new Shelf();
        assertThat(new Clue(folder).models(shelf).run("models", "pull", "gated").status())
                .isEqualTo(ExitStatus.MODEL.code());
        assertThat(new Clue(folder).models(shelf).run("models", "pull", "typo").status())
                .isEqualTo(ExitStatus.USAGE.code());
        assertThat(new Clue(folder).models(shelf).run("models", "pull").status())
                .isEqualTo(ExitStatus.USAGE.code());
        assertThat(new Clue(folder)
                        .models(shelf)
                        .run("models", "pull", "--precision", "q3", "x")
                        .status())
                .isEqualTo(ExitStatus.USAGE.code());
    }

    @Test
    void modelsOfThisMachineAreFetchedAndRemovedAlsoWhereServersAreKnown() {
        Shelf shelf = new Shelf();
        ModelSources both = new ModelSources(
                shelf, OpenAiSource.of(Map.of(), ModelStore.standard(), ProbeMemory.in(folder), warning -> {}));
        assertThat(new Clue(folder)
                        .models(both)
                        .run("models", "pull", "hf:owner/name")
                        .status())
                .isZero();
        assertThat(shelf.asked).containsExactly("pull hf:owner/name ");
        assertThat(new Clue(folder)
                        .models(both)
                        .run("models", "rm", "owlv2-b16")
                        .status())
                .isZero();
        assertThat(new Clue(folder).models(both).run("models", "list").out()).contains("smolvlm2-256m");
        Result refused = new Clue(folder).models(both).run("models", "pull", "openai:gpt");
        assertThat(refused.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(refused.err()).contains("behind a server");
    }

    /** Notes what it is asked. */
    private static final class Shelf implements ModelSource {

        final List<String> asked = new ArrayList<>();
        final List<String> damaged = new ArrayList<>();

        @Override
        public List<String> damages() {
            return damaged;
        }

        @Override
        public OpenModels open(String name, int threads) {
            throw new ConfigurationException("nothing is opened here");
        }

        @Override
        public List<KnownModel> list() {
            return List.of(new KnownModel("owlv2-b16", Path.of("snapshots"), 3 << 20, "object detector"));
        }

        @Override
        public List<String> verify(String name) {
            return List.of();
        }

        @Override
        public List<PublishedModel> published() {
            return PublishedModel.ALL;
        }

        @Override
        public ModelStore.Pulled pull(String name, Optional<Precision> precision, PullListener listener) {
            asked.add("pull " + name + " " + precision.map(Precision::name).orElse(""));
            switch (name) {
                case "gated" -> throw new ModelUnavailableException("the hub does not give it out: set HF_TOKEN");
                case "typo" -> throw new ConfigurationException("there is no such model");
                default -> {}
            }
            String commit = "0123456789abcdef0123456789abcdef01234567";
            listener.begins(new HubListing(HubName.parse(name), commit, Optional.of("apache-2.0"), List.of()), 3 << 19);
            listener.received(3 << 19);
            listener.says("hub answered 503: trying again in 1 s");
            return new ModelStore.Pulled(
                    name, ModelKind.DETECTOR, commit, Optional.of("apache-2.0"), Path.of("snapshots"), 2 << 20);
        }

        @Override
        public ModelStore.Removed remove(String name) {
            return new ModelStore.Removed(
                    3 << 20,
                    name.equals("shared") ? List.of("2 files stay: hf:owner/name@v1 shows them too") : List.of());
        }
    }
}
