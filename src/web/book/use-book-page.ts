import { changeBookPage, type BookPageView } from '#contract/book.ts';
import type { BookPage } from '#core/blueprint/book-page.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { inTurn } from '../api/in-turn.ts';
import { keys } from '../api/keys.ts';
import { bookQuery } from '../api/queries.ts';

type UsedPage = {
  readonly page: BookPageView | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly save: (change: Partial<BookPage>) => void;
  readonly isSaving: boolean;
  /** Of the last change that was refused. */
  readonly refusal: Error | null;
};

/** One page of the defect book, and how it is changed: part by part, shown at once when the server has it. */
export function useBookPage(blueprintId: string, defectId: string): UsedPage {
  const queryClient = useQueryClient();
  const book = useQuery(bookQuery(blueprintId));
  const change = useMutation({
    // A page that is typed into quickly is not saved out of order.
    ...inTurn({
      id: `book ${defectId}`,
      merge: (earlier, later) => ({ ...earlier, ...later }),
      send: (body: Partial<BookPage>) => call(changeBookPage, { params: { defectId }, body }),
    }),
    onSuccess: (page) =>
      queryClient.setQueryData<BookPageView[]>(keys.book(blueprintId), (pages) =>
        pages?.map((other) => (other.defectId === defectId ? page : other)),
      ),
  });
  return {
    page: book.data?.find((page) => page.defectId === defectId),
    error: book.error,
    retry: () => void book.refetch(),
    save: change.mutate,
    isSaving: change.isPending,
    refusal: change.error,
  };
}
