package dev.databases.backend.mysql;

/** The numbers in what the server says of an INSERT of several rows: {@code Records: 3  Duplicates: 1  Warnings: 0}. */
final class MyCount {
    private static final int TEN = 10;

    private MyCount() {}

    /** The first number, which is that of the rows that were to be inserted; -1 if there is none. */
    static long records(String words) {
        int at = 0;
        while (at < words.length() && !isDigit(words.charAt(at))) {
            at++;
        }
        long number = at == words.length() ? -1 : 0;
        while (at < words.length() && isDigit(words.charAt(at))) {
            number = number * TEN + words.charAt(at++) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
