package dev.databases.config;

import java.util.Random;
import java.util.stream.Collectors;

/** Random texts for tests of URLs: a seeded generator and an alphabet go in. */
final class Texts {
    private Texts() {}

    /** Up to {@code most} characters. */
    static String random(Random random, String alphabet, int most) {
        int[] characters = alphabet.codePoints().toArray();
        return random.ints(random.nextInt(most + 1), 0, characters.length)
                .mapToObj(i -> Character.toString(characters[i]))
                .collect(Collectors.joining());
    }
}
