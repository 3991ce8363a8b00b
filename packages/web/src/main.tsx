import { QueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import './main.css';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');

createRoot(root).render(
  <StrictMode>
    <App
      organisation="Product & Technology"
      nav={[]}
      letters={{}}
      search={async () => []}
      pages={() => []}
      queries={new QueryClient()}
    />
  </StrictMode>,
);
