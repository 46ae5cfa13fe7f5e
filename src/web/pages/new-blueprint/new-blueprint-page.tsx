import { createBlueprint } from '#contract/blueprint.ts';
import { Button, Group, Paper, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRef, useState, type SubmitEvent } from 'react';
import { call } from '../../api/client.ts';
import { sentenceOf } from '../../notify.ts';
import { paths } from '../../paths.ts';
import { Page } from '../../ui/page.tsx';
import { ProductSelects } from '../../ui/product-selects.tsx';
import { usePageTitle } from '../../use-page-title.ts';

/** Three questions, then on to the golden images. */
export function NewBlueprintPage() {
  usePageTitle('New blueprint');
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const nameField = useRef<HTMLInputElement>(null);
  const [product, setProduct] = useState({ productKind: 'other', material: 'other' });

  const create = useMutation({
    mutationFn: () => call(createBlueprint, { body: { name, ...product } }),
    onSuccess: ({ id }) => navigate({ to: paths.golden, params: { blueprintId: id } }),
    onError: () => nameField.current?.focus(),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate();
  };

  return (
    <Page
      title="New blueprint"
      lead="One blueprint for each product. What it is and what it is made of decides which defects are suggested."
      width="text"
    >
      <Paper withBorder p="lg" maw={560}>
        <form onSubmit={submit} noValidate>
          <Stack>
            <TextInput
              ref={nameField}
              label="Name"
              description="What you call the product, or its part number"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={create.isError && sentenceOf(create.error)}
              autoFocus
              required
              withAsterisk={false}
            />
            <ProductSelects {...product} onChange={(change) => setProduct({ ...product, ...change })} />
            <Group justify="flex-end" mt="xs">
              <Button variant="default" renderRoot={(props) => <Link to={paths.blueprints} {...props} />}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create and add golden images
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </Page>
  );
}
