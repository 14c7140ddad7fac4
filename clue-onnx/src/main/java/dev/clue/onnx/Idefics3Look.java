package dev.clue.onnx;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One look through an Idefics3 model: the head of the prompt has been read, questions and dialogues follow. */
final class Idefics3Look implements Look {

    private final Idefics3Parts parts;
    private final Questioning questioning;
    private final @Nullable Seen seen;
    private final KeyValues head;
    private final SharedPrefixes prefixes;
    private final Dialogues dialogues;
    private Usage usage;

    /** The image and what was made of it. */
    private record Seen(RgbImage image, List<EncodedView> views) {}

    private Idefics3Look(
            Idefics3Parts parts, Questioning questioning, @Nullable Seen seen, KeyValues head, Usage usage) {
        this.parts = parts;
        this.questioning = questioning;
        this.seen = seen;
        this.head = head;
        this.prefixes = new SharedPrefixes(parts, head);
        this.dialogues = parts.decoder().packs()
                ? new BranchingDialogues(parts, prefixes, questioning.packSize())
                : new SingleDialogues(parts, prefixes);
        this.usage = usage;
    }

    static Idefics3Look atNothing(Idefics3Parts parts, Questioning questioning) {
        long[] ids = parts.prompt().headAlone();
        return new Idefics3Look(
                parts, questioning, null, read(parts, parts.embedder().embed(ids)), new Usage(0, ids.length, 0));
    }

    /** @param encodings how many views had to be encoded for this look */
    static Idefics3Look atImage(
            Idefics3Parts parts,
            Questioning questioning,
            RgbImage image,
            Idefics3Views.Views views,
            List<EncodedView> encoded,
            int encodings) {
        long[] ids = parts.prompt().head(views.rows(), views.columns());
        float[] embeddings = parts.embedder().embed(ids);
        int hidden = parts.hidden();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == parts.prompt().imageToken()) {
                places.add(i);
            }
        }
        int place = 0;
        for (EncodedView view : encoded) {
            for (int row = 0; row < view.features().length / hidden; row++) {
                System.arraycopy(view.features(), row * hidden, embeddings, places.get(place++) * hidden, hidden);
            }
        }
        if (place != places.size()) {
            throw new ModelUnfitException(parts.tokenizer().file() + " made " + places.size()
                    + " placeholders for an image of " + place + " tokens: fetch the model folder again.");
        }
        return new Idefics3Look(
                parts,
                questioning,
                new Seen(image, encoded),
                read(parts, embeddings),
                new Usage(encodings, ids.length, 0));
    }

    @Override
    public List<AnswerProbability> ask(List<Question> questions) {
        return logits(questions).stream()
                .map(logits ->
                        parts.answers().probability(logits, parts.decoder().graph()))
                .toList();
    }

    /** The logits of the first answer token for each question, one a token of the vocabulary. */
    List<float[]> logits(List<Question> questions) {
        Map<String, List<Integer>> byInstruction = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            byInstruction
                    .computeIfAbsent(questions.get(i).instruction(), instruction -> new ArrayList<>())
                    .add(i);
        }
        float[][] logits = new float[questions.size()][];
        byInstruction.forEach((instruction, places) -> {
            List<float[]> answers =
                    logits(instruction, places.stream().map(questions::get).toList());
            for (int i = 0; i < places.size(); i++) {
                logits[places.get(i)] = answers.get(i);
            }
        });
        return List.of(logits);
    }

    private List<float[]> logits(String instruction, List<Question> questions) {
        boolean image = seen != null;
        List<long[]> bodies = questions.stream()
                .map(question -> parts.prompt().question(question.text(), image))
                .toList();
        bodies.forEach(body -> requireRoom(body.length));
        SharedPrefixes.Prefix prefix = prefixes.of(instruction, parts.prompt().beginning(instruction, image), bodies);
        List<long[]> rests = bodies.stream()
                .map(body -> Arrays.copyOfRange(body, prefix.ids().length, body.length))
                .toList();
        List<float[]> logits = questioning.ask(prefix.keyValues(), rests);
        long tokens = rests.stream().mapToLong(rest -> rest.length).sum() + prefix.newlyRead();
        usage = usage.plus(new Usage(questions.size(), tokens, 0));
        return logits;
    }

    @Override
    public String continueDialogue(List<Turn> dialogue, int maxTokens) {
        return continueDialogues(List.of(dialogue), maxTokens).getFirst();
    }

    @Override
    public List<String> continueDialogues(List<List<Turn>> continued, int maxTokens) {
        List<long[]> bodies = new ArrayList<>();
        for (List<Turn> dialogue : continued) {
            Turn.requireDialogue(dialogue);
            long[] body = parts.prompt().dialogue(dialogue, seen != null);
            requireRoom(body.length + maxTokens);
            bodies.add(body);
        }
        List<String> turns = new ArrayList<>();
        for (Dialogues.Turn turn : dialogues.next(bodies, maxTokens)) {
            usage = usage.plus(new Usage(1, turn.newlyRead(), turn.ids().length));
            turns.add(parts.tokenizer().decode(turn.ids()).strip());
        }
        return turns;
    }

    @Override
    public Look without(Box region) {
        Seen before = seen;
        if (before == null) {
            throw new IllegalStateException("a look at nothing has no region to paint black");
        }
        RgbImage image = before.image().blackOut(region);
        Idefics3Views.Views views = parts.views().of(image);
        List<EncodedView> encoded = new ArrayList<>();
        int encodings = 0;
        for (int i = 0; i < views.images().size(); i++) {
            RgbImage view = views.images().get(i);
            EncodedView known = before.views().get(i);
            if (view.sha256().equals(known.pixels())) {
                encoded.add(known);
            } else {
                encoded.add(EncodedView.of(view, parts.tower()));
                encodings++;
            }
        }
        return atImage(parts, questioning, image, views, encoded, encodings);
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public void close() {
        dialogues.close();
        prefixes.close();
        head.close();
    }

    private static KeyValues read(Idefics3Parts parts, float[] embeddings) {
        try (KeyValues nothing = parts.decoder().nothing()) {
            return parts.decoder().read(nothing, embeddings).keyValues();
        }
    }

    private void requireRoom(int tokens) {
        if (head.length() + tokens > parts.contextTokens()) {
            throw new ModelUnfitException("a prompt of " + (head.length() + tokens) + " tokens is longer than the "
                    + parts.contextTokens() + " that " + parts.decoder().graph().file()
                    + " was made for (config.json, max_position_embeddings). Shorten the statement, or switch image"
                    + " splitting off.");
        }
    }
}
